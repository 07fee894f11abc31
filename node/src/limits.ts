/** Bounds of the node's parts, each with its unit and the reason for its size. Consensus and ledger keep their own. */

const KIB = 1024;
const MIB = 1024 * KIB;

// Transport

/** bytes of one frame on a direct stream, put together (DESIGN §7) */
export const FRAME_BYTES_MAX = 16 * MIB;
/**
 * bytes of a frame that travel in one piece; a longer frame travels in parts of this size, below the 1 MiB of
 * DESIGN §7: a vote on the same stream waits behind one part, a fifth of a second at 10 Mbit/s
 */
export const PART_BYTES = 256 * KIB;
/** bytes of a part's struct around them: number, index, count, length */
export const PART_OVERHEAD_BYTES = 32;
/**
 * frames of one peer of which a part is here and not yet all: one a stream, of each channel the stream in use and the
 * one that a second connection has replaced. With the bytes of one it bounds the memory of half frames to 96 MiB
 */
export const HALF_FRAMES_MAX = 6;
/** bytes handed to a stream at once: a frame on another stream waits behind one such piece at most */
export const FRAME_PIECE_BYTES = 64 * KIB;
/** bytes of frames in parts waiting per peer and channel; one is always taken when none waits, so the largest one fits */
export const OUTBOX_PARTED_BYTES_MAX = 24 * MIB;
/** bytes of shorter frames waiting per peer and channel, beside those: bulk takes no room from votes */
export const OUTBOX_SHORT_BYTES_MAX = 16 * MIB;
/** frames of either sort waiting per peer and channel: bounds what many tiny frames cost */
export const OUTBOX_FRAMES_MAX = 8_192;
/** frames and requests of one peer and channel that are being handled; beyond it nothing more is read from that stream */
export const INBOX_HANDLING_MAX = 64;
/** bytes of those; a single larger frame is still handled, alone */
export const INBOX_HANDLING_BYTES_MAX = 32 * MIB;
/** requests to one peer on one channel that wait for their answer */
export const REQUESTS_WAITING_MAX = 1_024;
/** ms until a request without an answer fails, unless the caller says otherwise */
export const REQUEST_TIMEOUT_MS = 5_000;
/**
 * bytes that Yamux lets a sender have under way per stream: what lies in the buffers of the two kernels is in front of
 * the next vote (measured on loopback under a bulk transfer: 78 ms a round trip with 4 MiB)
 */
export const STREAM_WINDOW_BYTES = 512 * KIB;
/** bytes a paused stream may hold before libp2p resets it: window plus slack */
export const STREAM_READ_BUFFER_BYTES = 2 * MIB;
/** bytes of a gossiped message: 256 transactions or 64 KiB (DESIGN §7), and the encoding around them */
export const GOSSIP_BYTES_MAX = 256 * KIB;
/** bytes of one exchange of gossip, which may carry several messages */
export const GOSSIP_RPC_BYTES_MAX = 4 * MIB;
/** bytes of gossip waiting for one slow peer; what is dropped there is offered again within 5 s */
export const GOSSIP_OUTBOX_BYTES_MAX = 16 * MIB;
/**
 * ms between judging a gossiped message and passing it on: its author reaches everyone directly, and by then those who
 * have it have said so (measured with 4 nodes: without it each message travels 9 times instead of 3)
 */
export const GOSSIP_FORWARD_DELAY_MS = 25;
/** messages per second of which a peer may say that it has them; above it they come twice */
export const GOSSIP_IDONTWANT_MAX = 8_192;
/** ms before the first attempt to reach a peer again; it doubles up to the next bound */
export const DIAL_RETRY_MIN_MS = 200;
/** ms between attempts to reach a peer that stays away: a restarted node is found within this time, it also dials itself */
export const DIAL_RETRY_MAX_MS = 5_000;
/** ms that the peer with the higher id lets the other dial first, so that two connections are the exception */
export const DIAL_YIELD_MS = 400;
/** ms that the losing one of two connections stays open, so that what was sent on it arrives */
export const CONNECTION_RETIRE_MS = 2_000;
/** ms for a connection to come up, handshake included */
export const DIAL_TIMEOUT_MS = 5_000;
/** connections from one address per second: all nodes of a test network share 127.0.0.1 and restart together */
export const INBOUND_CONNECTIONS_PER_SECOND = 256;
/** handshakes under way at once */
export const INBOUND_HANDSHAKES_MAX = 128;
/**
 * of these from one address (/64 for IPv6): a quarter, so that it takes several hosts to keep peers out. One takes
 * some 10 ms, so a test network's nodes, which all come from 127.0.0.1, don't meet it but when they start at once;
 * then the refused dial again.
 */
export const INBOUND_HANDSHAKES_PER_ADDRESS_MAX = INBOUND_HANDSHAKES_MAX / 4;
/** ms between the pings that notice a peer which vanished without closing its connection */
export const PING_INTERVAL_MS = 5_000;
/** ms without an answer after which a peer counts as vanished: longer than a loaded host keeps a process waiting */
export const PING_TIMEOUT_MIN_MS = 6_000;
/** ms up to which libp2p may stretch that after failures */
export const PING_TIMEOUT_MAX_MS = 10_000;

// Signatures

/** signatures waiting, of transactions; beyond it admission answers `overloaded`: about a second of one core */
export const TX_SIGNATURES_WAITING_MAX = 32_768;
/** signatures waiting, of votes: every message of a hundred validators over several rounds */
export const VOTE_SIGNATURES_WAITING_MAX = 16_384;
/** bytes of messages waiting to be verified */
export const SIGNATURE_BYTES_WAITING_MAX = 64 * MIB;
/** signatures handed to a worker at once, 1.2 ms of work: a vote waits behind two such batches at most */
export const SIGNATURE_BATCH = 32;
/** bytes of messages in such a batch, at least one message: 256 KiB take half a millisecond to hash */
export const SIGNATURE_BATCH_BYTES = 256 * KIB;
/** batches a worker holds: one under way and one so that it never idles */
export const SIGNATURE_BATCHES_PER_WORKER = 2;

// Signing

/** bytes of one WAL record: a full proposal body of 8 MiB with its certificate */
export const WAL_RECORD_BYTES_MAX = 16 * MIB;
/** bytes of the WAL file after which a cut begins a new one */
export const WAL_ROTATE_BYTES = 16 * MIB;
/** bytes of a signed consensus payload: position, hash and chain id take about 150 */
export const SIGNED_PAYLOAD_BYTES_MAX = 1_024;

// Attachments

/** bytes of an attachment in the store; larger ones (sealed, DESIGN §10) are files */
export const ATTACHMENT_BYTES_MAX = 64 * KIB;
/** attachments in one synced batch: bounds its memory and how long others wait for it */
export const ATTACHMENT_BATCH = 4_096;

// Clock

/** ms between two looks at the clock file of a test network (DESIGN §5) */
export const CLOCK_FILE_INTERVAL_MS = 1_000;
/**
 * ms UTC that a test network's clock may not reach, the beginning of 2200: a clock that was moved can't be taken back,
 * and far enough ahead no block has a timestamp that a header can carry
 */
export const CLOCK_END_MS = Date.UTC(2200, 0, 1);

// Configuration

/** bytes of a configuration file */
export const CONFIG_BYTES_MAX = MIB;

// Mempool

/** transactions in the pool: four seconds of the target load (DESIGN §13), about 2 KiB of memory each */
export const POOL_COUNT_MAX = 20_000;
/** bytes of bodies and signatures in the pool */
export const POOL_BYTES_MAX = 64 * MIB;
/** transactions of one sender's key: half of the pool, so that one bulk import leaves room for the others */
export const POOL_PER_SENDER_MAX = 10_000;
/** share of the bounds that submissions over this node's own API may fill; the rest is for what others gossip */
export const POOL_LOCAL_SHARE = 0.75;
/** submissions being judged at once: decoded, their signatures waiting */
export const ADMISSIONS_MAX = 16_384;
/** outcomes without a block (expired) that are remembered for those who ask without `expiresAt` */
export const EXPIRED_REMEMBERED_MAX = 50_000;

// Gossip of transactions

/** transactions in one gossiped message (DESIGN §7) */
export const GOSSIP_TXS_MAX = 256;
/** bytes of transactions in one gossiped message (DESIGN §7) */
export const GOSSIP_BATCH_BYTES = 64 * KIB;
/** ms that a transaction may wait for company (DESIGN §7); none at light load */
export const GOSSIP_FLUSH_MS = 5;
/** bytes above which a transaction is announced and pulled instead of gossiped (DESIGN §7) */
export const GOSSIP_TX_BYTES_MAX = 16 * KIB;
/** transactions announced in one message: 46 KiB, from 16 MiB of transactions */
export const ANNOUNCED_MAX = 1_024;
/** bytes of announced transactions that are pulled with one request: a few of the largest */
export const PULL_BYTES_MAX = 4 * MIB;
/** ms after which what is still pending is offered again (DESIGN §7) */
export const REOFFER_INTERVAL_MS = 5_000;
/** ids in one offer or request for bodies: 64 KiB of ids */
export const IDS_PER_FRAME_MAX = 2_048;
/** ms since a transaction was gossiped after which a proposal presumes that every peer holds it */
export const PRESUMED_HELD_MS = 150;

// Attachments of submissions

/** bytes of attachments in one frame */
export const BLOB_FRAME_BYTES = 4 * MIB;
/** ms that an acknowledgement waits for others to stand beside */
export const STORED_FLUSH_MS = 1;
/** attachments whose acknowledgements are kept: those of every transaction of a full pool, and some that came early */
export const STORED_KEPT_MAX = 100_000;
/** attachments in one request */
export const BLOBS_PER_REQUEST_MAX = 256;

/**
 * bytes of attachments from one validator that no transaction known here names: more than a burst of submissions has
 * under way before its transactions arrive, and less than a disk notices
 */
export const UNNAMED_BYTES_PER_PEER_MAX = 64 * MIB;
/** bytes that each of them counts beside its own: its place in store and memory */
export const UNNAMED_OVERHEAD_BYTES = KIB;
/** ms that they count: transactions refused here leave a few behind, which mustn't add up to the bound over months */
export const UNNAMED_COUNTED_MS = 86_400_000;

// Production

/** ms of a proposer's own execution after which its block is full (DESIGN §5) */
export const BUILD_MS_MAX = 150;
/** transactions in the last block above which load counts as heavy and the proposer waits for company */
export const LIGHT_BLOCK_TXS = 24;
/** ms that a proposer waits for company at the heaviest load */
export const WINDOW_MS_MAX = 100;
/** transactions of the last block for each ms of waiting: 500 a block give 50 ms */
export const WINDOW_TXS_PER_MS = 10;
/** executable transactions at which nothing more is waited for */
export const WINDOW_TXS_ENOUGH = 2_000;
/** ids of oldest transactions in a `want-block` */
export const WANT_BLOCK_IDS_MAX = 64;
/** ms that executing and building work without letting others have the event loop */
export const EXECUTION_SLICE_MS = 4;

// Consensus host

/** ms between retransmissions while a height is undecided (DESIGN §6) */
export const RESEND_INTERVAL_MS = 2_000;
/** ms by which a fresh proposal's timestamp may be ahead of or (beside the round's time-out) behind the own clock (DESIGN §5) */
export const TIMESTAMP_TOLERANCE_MS = 5_000;
/** executed proposals kept until their height is decided */
export const EXECUTED_KEPT_MAX = 4;
/** values of proposals kept until their height is decided, to serve others */
export const VALUES_KEPT_MAX = 16;
/** ms between two answers to one peer that one height is decided: a latecomer's every message asks for it */
export const DECIDED_INTERVAL_MS = 1_000;
/** answers of that kind remembered, of all peers: a few heights of each of 100 */
export const DECIDED_TOLD_MAX = 1_024;
/** ms between two attempts to get what a proposal lacks */
export const FETCH_RETRY_MS = 250;

/** blocks with room that may leave out the oldest transaction before a round change is asked for (DESIGN §6) */
export const PASSED_OVER_MAX = 16;
/** part of what the proposer may fill at which a block counts as full: its own measure is its clock, not ours */
export const FULL_SHARE = 1 / 2;

/** ms that a validator waits for each place that it stands behind the proposer, before it reports evidence itself */
export const EVIDENCE_TURN_MS = 500;
/** ms for which a report of evidence is valid; then it is made anew */
export const EVIDENCE_EXPIRY_MS = 120_000;
/** reports of one finding by one node: the chain stands still for twenty minutes, or won't have it */
export const EVIDENCE_REPORTS_MAX = 10;
/** findings against one key that wait for the chain: each more says nothing new, and it can make thousands */
export const EVIDENCE_PENDING_PER_KEY_MAX = 4;

/** stored blocks whose certificates are searched at start for own seals beyond the signer's record */
export const SEALS_LOOKED_BACK = 256;

/** ms between two questions for the heads of the others while this node watches (DESIGN §6) */
export const WATCH_ASK_MS = 2_000;
/** ms until such a question fails */
export const WATCH_TIMEOUT_MS = 5_000;
/** signatures wanted at the height under way that a watching node keeps: the newest rounds of it */
export const SIGNS_HELD_MAX = 16;

/** entries in a divergence report: what a few blocks write, and a file that an editor still opens */
export const DIVERGENCE_RECORDS_MAX = 10_000;

// Block sync

/** blocks in one answer */
export const SYNC_BLOCKS_MAX = 64;
/** bytes of blocks in one answer, and at least one block */
export const SYNC_BYTES_MAX = 4 * MIB;
/** ms that a peer's head may be one block above before it counts as missed: consensus is usually about to decide it */
export const SYNC_PATIENCE_MS = 600;
/** ms between two announcements of the own head */
export const HEAD_ANNOUNCE_MS = 1_000;
/** ms until a request for blocks fails */
export const SYNC_TIMEOUT_MS = 10_000;
/** ms that a peer stays aside whose blocks don't hold, or that has no block of the height it claims */
export const SYNC_ASIDE_MS = 60_000;
/** ms that a peer stays aside which didn't answer: it may only have been busy, or away */
export const SYNC_ASIDE_BRIEFLY_MS = 10_000;
/** ms after which an answer counts as slow: other peers are asked before this one from then on */
export const SYNC_SLOW_MS = 2_000;
