import { encode } from "@jingzhun/ledger";
import { bytesAt, idsAt, invalidFrame, joinIds, readFrame } from "./form.ts";

/**
 * What consensus agrees on: the header's exact bytes, whose hash is the block's, and the ids of its transactions in
 * order. The header's txRoot commits to the ids, so two values with one hash can't both be valid.
 */
export interface ProposalValue {
  readonly headerBytes: Uint8Array;
  readonly ids: readonly Uint8Array[];
}

const VERSION = 1;
const IDS_MAX = 65_536;

export function encodeProposalValue(value: ProposalValue): Uint8Array {
  return encode([VERSION, value.headerBytes, joinIds(value.ids)]);
}

/** @throws JzError `frame.invalid`, CodecError */
export function decodeProposalValue(bytes: Uint8Array): ProposalValue {
  const [version, header, ids, ...more] = readFrame(bytes);
  if (version !== VERSION || more.length > 0) throw invalidFrame("version");
  return { headerBytes: bytesAt(header, "header", 1024), ids: idsAt(ids, "ids", IDS_MAX) };
}
