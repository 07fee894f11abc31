/** Bounds of the node's parts, each with its unit and the reason for its size. Consensus and ledger keep their own. */

const KIB = 1024;
const MIB = 1024 * KIB;

// Transport

/** bytes of one frame on a direct stream (DESIGN §7); what may exceed 4 MiB travels in parts of at most 1 MiB */
export const FRAME_BYTES_MAX = 16 * MIB;
/** bytes handed to a stream at once: a small consensus frame waits behind one such piece at most, not a whole block */
export const FRAME_PIECE_BYTES = 64 * KIB;
/** bytes waiting per peer and channel; a frame is always taken when nothing waits, so the largest one fits */
export const OUTBOX_BYTES_MAX = 24 * MIB;
/** frames waiting per peer and channel: bounds what many tiny frames cost */
export const OUTBOX_FRAMES_MAX = 8_192;
/** frames and requests of one peer and channel that are being handled; beyond it nothing more is read from that stream */
export const INBOX_HANDLING_MAX = 64;
/** bytes of those; a single larger frame is still handled, alone */
export const INBOX_HANDLING_BYTES_MAX = 32 * MIB;
/** requests to one peer on one channel that wait for their answer */
export const REQUESTS_WAITING_MAX = 1_024;
/** ms until a request without an answer fails, unless the caller says otherwise */
export const REQUEST_TIMEOUT_MS = 5_000;
/** bytes that Yamux lets a sender have under way per stream; above it a paused reader would overrun its buffer */
export const STREAM_WINDOW_BYTES = 4 * MIB;
/** bytes a paused stream may hold before libp2p resets it: window plus slack */
export const STREAM_READ_BUFFER_BYTES = 8 * MIB;
/** bytes of a gossiped message: 256 transactions or 64 KiB (DESIGN §7), and the encoding around them */
export const GOSSIP_BYTES_MAX = 256 * KIB;
/** bytes of gossip waiting for one slow peer; what is dropped there is offered again within 5 s */
export const GOSSIP_OUTBOX_BYTES_MAX = 16 * MIB;
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
/** ms between the pings that notice a peer which vanished without closing its connection */
export const PING_INTERVAL_MS = 5_000;

// Signatures

/** signatures waiting, of transactions; beyond it admission answers `overloaded`: about a second of one core */
export const TX_SIGNATURES_WAITING_MAX = 32_768;
/** signatures waiting, of votes: every message of a hundred validators over several rounds */
export const VOTE_SIGNATURES_WAITING_MAX = 16_384;
/** bytes of messages waiting to be verified */
export const SIGNATURE_BYTES_WAITING_MAX = 64 * MIB;
/** signatures handed to a worker at once, 1.2 ms of work: a vote waits behind two such batches at most */
export const SIGNATURE_BATCH = 32;
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

// Configuration

/** bytes of a configuration file */
export const CONFIG_BYTES_MAX = MIB;
