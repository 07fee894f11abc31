/** Bounds of the HTTP API: name, unit, reason. */

/** Bytes of an ordinary JSON request: the largest is a token request, well under 4 KiB. */
export const JSON_BODY_BYTES = 64 * 1024;
/**
 * Bytes of one submitted transaction as JSON: body + signature ≤ 1 MiB and restricted attachments
 * ≤ 1 MiB (DESIGN §4), base64 adds a third.
 */
export const SINGLE_TX_BODY_BYTES = 3 * 1024 * 1024;
/** Bytes of one msgpack batch: 1,000 transactions of the usual 0.5–4 KiB, with room for attachments. */
export const BATCH_BODY_BYTES = 16 * 1024 * 1024;
/** Bytes beyond a body's limit that are read and thrown away, so that the client hears why instead of EPIPE. */
export const DISCARDED_BODY_BYTES = 4 * 1024 * 1024;
/** Bytes of all bodies that are held at once, and of one client's: a body may trickle in for a minute. */
export const BODIES_BYTES_MAX = 256 * 1024 * 1024;
export const BODIES_PER_CLIENT_BYTES_MAX = 64 * 1024 * 1024;
/** Transactions in one batch (DESIGN §11). */
export const BATCH_TXS = 1_000;

/** Milliseconds for the request's headers: a slow phone needs 2 s, a slow-loris gets little more than this. */
export const HEADERS_TIMEOUT_MS = 10_000;
/** Milliseconds between two looks for connections that have run into a time-out; Node's own 30 s would treble it. */
export const TIMEOUT_CHECK_MS = 2_000;
/** Milliseconds for the whole request: 16 MiB over 5 Mbit/s take 27 s. */
export const REQUEST_TIMEOUT_MS = 60_000;
/** Milliseconds that an idle connection is kept: longer than the console's polling. */
export const KEEP_ALIVE_MS = 65_000;
/** Milliseconds that running requests get at a stop before their connections are cut. */
export const CLOSE_TIMEOUT_MS = 2_000;
/** Open connections; each costs some 20 KiB. */
export const CONNECTIONS_MAX = 4_096;
/**
 * Of these, from one address (/64 for IPv6): a quarter, so that it takes several hosts to keep others out, and
 * still enough for all who come from one address: an office behind a router, a proxy before the node, or the
 * browser and the SDK clients of a test network, which are all 127.0.0.1. A browser opens 6, an SDK client some 10.
 */
export const CONNECTIONS_PER_CLIENT_MAX = CONNECTIONS_MAX / 4;
/** Requests that wait on one connection for the answer before theirs; beyond it no more are read. */
export const PIPELINED_MAX = 32;
/** Milliseconds of one turn of the event loop that go to requests: votes come in between. */
export const TURN_MS = 5;

/** Milliseconds a read waits for `minHeight` before it answers 503 `behind` (DESIGN §11). */
export const MIN_HEIGHT_WAIT_MS = 5_000;
/** Milliseconds of a long poll for finality: default, and the most that may be asked for. */
export const WAIT_FINAL_DEFAULT_MS = 20_000;
export const WAIT_FINAL_MAX_MS = 60_000;
/** Long polls held at once: bounded memory, the rest get 429 and poll. */
export const WAITERS_MAX = 10_000;
/** Event streams held at once, and of one reader. */
export const STREAMS_MAX = 256;
export const STREAMS_PER_READER_MAX = 8;
/** Blocks an event stream may catch up on: beyond it the client reads the chain instead. */
export const STREAM_CATCH_UP_BLOCKS = 10_000;
/** Milliseconds between comment lines that keep an idle event stream open through proxies. */
export const STREAM_PING_MS = 15_000;

/** Items on a page: default and most. */
export const PAGE_DEFAULT = 50;
export const PAGE_MAX = 200;
/** Index rows that one page may look at: some 10 ms of reading. */
export const PAGE_ROWS_MAX = 2_000;

/** Milliseconds a challenge may be answered, by the monotonic clock. */
export const CHALLENGE_MS = 60_000;
/** Milliseconds a token lives: long enough for a form, short enough to lose. */
export const TOKEN_MS = 15 * 60_000;
/** Challenges answered but not yet expired, kept so that each is used once; 40 bytes each. */
export const USED_CHALLENGES_MAX = 100_000;

/** A head older than this many heartbeats makes answers stale (DESIGN §11). */
export const STALE_HEARTBEATS = 3;

/** Clients whose token buckets are remembered; the least recently seen is forgotten first. */
export const BUCKETS_MAX = 20_000;

/** Tokens per second and burst, by kind of work. One submitted transaction is one token of `submit`. */
export interface Rate {
  perSecond: number;
  burst: number;
}
export type RateKind = "read" | "submit" | "simulate" | "auth";
/** Bytes of an answer for which one token of `read` is paid: reading and writing them takes about a small request. */
export const TOKEN_BYTES = 16 * 1024;
/**
 * Per signed-in key, or per address (/64 for IPv6) without a token. `submit` stands above what a node
 * can commit: the mempool's own bound answers 429 first, this one stops a single client from
 * filling it; `read` leaves half a core for the rest; `auth` makes guessing and key probing slow; `simulate` executes on the main thread.
 */
export const DEFAULT_RATES: Record<RateKind, Rate> = {
  read: { perSecond: 2_000, burst: 4_000 },
  submit: { perSecond: 20_000, burst: 40_000 },
  simulate: { perSecond: 50, burst: 200 },
  auth: { perSecond: 50, burst: 200 },
};

/** Nodes of one fund trace: what a Sankey diagram can show, and some 20 ms of reading. */
export const TRACE_NODES_MAX = 2_000;

/** Changes of the validator set in one answer: each is some kilobytes with a large set. */
export const SET_CHANGES_MAX = 50;
