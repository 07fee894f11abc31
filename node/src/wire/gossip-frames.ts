import { TX_BYTES_MAX, type Tx, type Value } from "@jingzhun/ledger";
import { ANNOUNCED_MAX, GOSSIP_BYTES_MAX, GOSSIP_TX_BYTES_MAX, GOSSIP_TXS_MAX } from "../limits.ts";
import { bytesAt, invalidFrame, listAt, naturalAt, readFrame, txsAt, txsToWire, writeFrame } from "./form.ts";
import { idKey } from "./id-key.ts";

/** What its holder says of a transaction too large for gossip, so that the others can tell whether to pull it. */
export interface Announced {
  readonly id: Uint8Array;
  /** of body and signature, as every pool counts them */
  readonly bytes: number;
  /** what it takes of a block before its actions are known */
  readonly cost: number;
}

/** What is gossiped: transactions, or what those too large for gossip are, to be pulled from who brought the message. */
export type GossipFrame =
  | { readonly kind: "txs"; readonly txs: Tx[] }
  | { readonly kind: "announce"; readonly announced: Announced[] };

const TXS = 0;
const ANNOUNCE = 1;

export function encodeGossipTxs(txs: readonly Tx[]): Uint8Array {
  return writeFrame(TXS, txsToWire(txs));
}

/** Each is `[id, bytes, cost]`. */
export function encodeAnnounce(announced: readonly Announced[]): Uint8Array {
  return writeFrame(
    ANNOUNCE,
    announced.map(({ id, bytes, cost }): Value => [id, bytes, cost]),
  );
}

/** @throws JzError `frame.invalid`, CodecError */
export function decodeGossip(bytes: Uint8Array): GossipFrame {
  const [kind, content, ...more] = readFrame(bytes, GOSSIP_BYTES_MAX);
  if (more.length > 0) throw invalidFrame("");
  if (kind === TXS) return { kind: "txs", txs: txsAt(content, "txs", GOSSIP_TXS_MAX) };
  if (kind === ANNOUNCE) return { kind: "announce", announced: announcedAt(content) };
  throw invalidFrame("kind");
}

function announcedAt(content: Value | undefined): Announced[] {
  const seen = new Set<string>();
  return listAt(content, "announced", ANNOUNCED_MAX).map((item, i) => {
    const path = `announced.${i}`;
    const [first, second, third, ...more] = listAt(item, path, 3);
    const id = bytesAt(first, path, 32);
    const bytes = naturalAt(second, path);
    const cost = naturalAt(third, path);
    // A small one is gossiped itself, and none may be larger than a transaction is.
    if (id.length !== 32 || bytes <= GOSSIP_TX_BYTES_MAX || bytes > TX_BYTES_MAX || more.length > 0)
      throw invalidFrame(path);
    if (seen.size === seen.add(idKey(id)).size) throw invalidFrame(path);
    return { id, bytes, cost };
  });
}
