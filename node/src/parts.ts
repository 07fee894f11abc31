/** The parts of a node, for who puts them together otherwise: a simulator with a world of its own. */
export { attachmentStore } from "./attachments/attachment-store.ts";
export type { Clock } from "./clock.ts";
export type { NodeCore } from "./core.ts";
export { decodeWalEntry, encodeWalEntry } from "./driver/wal-entries.ts";
export { readGenesis } from "./genesis-files.ts";
export { KEY_ELSEWHERE_FILE } from "./incidents.ts";
export type { Logger } from "./logging.ts";
export { createLogger } from "./logging.ts";
export { openCore } from "./open-core.ts";
export type { SignaturePool } from "./signatures/index.ts";
export { comparePositions, createSigner, type Position } from "./signing/index.ts";
export { newestState } from "./signing/signer-record.ts";
export { readOn } from "./signing/wal-records.ts";
export type { Channel } from "./transport/channel.ts";
export type { ConnectedPeer, GossipVerdict, RegisteredPeer, Transport } from "./transport/transport.ts";
export { decodeConsensusFrame, encodeConsensusMessage, encodeDecided } from "./wire/consensus-frames.ts";
export { decodeProposalValue, encodeProposalValue } from "./wire/proposal-value.ts";
export { encodeHead } from "./wire/sync-frames.ts";
