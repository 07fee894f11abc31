import { encodeHeader, type Header, headerHash } from "../block/header.ts";
import type { Forest } from "../log/forest.ts";
import type { BlockResult } from "./state.ts";

export interface SealedBlock {
  readonly header: Header;
  readonly headerBytes: Uint8Array;
  readonly hash: Uint8Array;
  /** The parent's forest with the block's entries: what the store takes over when the block is decided. */
  readonly forest: Forest;
}

/** The header of an executed block. The parent's forest stays as it is. */
export function sealHeader(
  result: BlockResult,
  at: {
    readonly forest: Forest;
    readonly chainId: string;
    readonly epoch: number;
    readonly parentHash: Uint8Array;
    /** Consensus public key of who builds the block; zeros at height 0. */
    readonly proposer: Uint8Array;
  },
): SealedBlock {
  const forest = at.forest.fork();
  forest.append(result.entries);
  const header: Header = {
    chainId: at.chainId,
    epoch: at.epoch,
    height: result.height,
    timestamp: result.timestamp,
    parentHash: at.parentHash,
    proposer: at.proposer,
    txRoot: result.txRoot,
    eventRoot: result.eventRoot,
    stateRoot: forest.root(),
    validatorsHash: result.validatorsHash,
    nextValidatorsHash: result.nextValidatorsHash,
    paramsHash: result.paramsHash,
  };
  const headerBytes = encodeHeader(header);
  return { header, headerBytes, hash: headerHash(headerBytes), forest };
}
