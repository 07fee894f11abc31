import type { Tx } from "@jingzhun/ledger";
import { GOSSIP_BYTES_MAX, GOSSIP_TXS_MAX, IDS_PER_FRAME_MAX } from "../limits.ts";
import { idsAt, invalidFrame, joinIds, readFrame, txsAt, txsToWire, writeFrame } from "./form.ts";

/** What is gossiped: transactions, or ids of those too large for gossip, to be pulled from who brought the message. */
export type GossipFrame =
  | { readonly kind: "txs"; readonly txs: Tx[] }
  | { readonly kind: "announce"; readonly ids: Uint8Array[] };

const TXS = 0;
const ANNOUNCE = 1;

export function encodeGossipTxs(txs: readonly Tx[]): Uint8Array {
  return writeFrame(TXS, txsToWire(txs));
}

export function encodeAnnounce(ids: readonly Uint8Array[]): Uint8Array {
  return writeFrame(ANNOUNCE, joinIds(ids));
}

/** @throws JzError `frame.invalid`, CodecError */
export function decodeGossip(bytes: Uint8Array): GossipFrame {
  const [kind, content, ...more] = readFrame(bytes, GOSSIP_BYTES_MAX);
  if (more.length > 0) throw invalidFrame("");
  if (kind === TXS) return { kind: "txs", txs: txsAt(content, "txs", GOSSIP_TXS_MAX) };
  if (kind === ANNOUNCE) return { kind: "announce", ids: idsAt(content, "ids", IDS_PER_FRAME_MAX) };
  throw invalidFrame("kind");
}
