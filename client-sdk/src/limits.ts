/** Bounds of the SDK: name, unit, reason. */

/** Milliseconds a transaction signed online stays valid, by the node's clock (DESIGN §4). */
export const EXPIRES_IN_MS = 2 * 60_000;
/** Likewise for drafts sent from a bad line: just under the protocol's 15 minutes. */
export const DRAFT_EXPIRES_IN_MS = 14 * 60_000;
/** Milliseconds one request may take before another node is asked. */
export const REQUEST_TIMEOUT_MS = 10_000;
/** Milliseconds a submission, or the wait for an outcome, tries the nodes before it gives up for want of any answer. */
export const SUBMIT_TIMEOUT_MS = 30_000;
/** Milliseconds one long poll for finality is held by a node; a proxy's usual limit is 30 s. */
export const LONG_POLL_MS = 20_000;
/** Milliseconds that a node holds a poll while others fail. */
export const FAILING_POLL_MS = 2_000;
/** Milliseconds that giving a transaction to the nodes once more may take. */
export const RESEND_TIMEOUT_MS = 5_000;
/** Milliseconds before a node that doesn't know a transaction is asked again. */
export const RETRY_UNKNOWN_MS = 250;
/** Milliseconds for which a node's clock reading is used: a test network's clock can be moved. */
export const CLOCK_READING_MS = 2_000;
/** Milliseconds before a token's end at which it is renewed. */
export const TOKEN_RENEWAL_MS = 60_000;
/** Milliseconds of pause before all nodes are asked again: first, and at most, doubling between. */
export const RETRY_PAUSE_FIRST_MS = 100;
export const RETRY_PAUSE_MAX_MS = 2_000;
/** Transactions in one batch request (DESIGN §11). */
export const BATCH_TXS = 1_000;
/** Bytes of one batch request: under the API's 16 MiB. */
export const BATCH_BYTES = 15 * 1024 * 1024;
/** Addresses taken from a refusal that names validators: more than any network that fits into a refusal has. */
export const NAMED_NODES_MAX = 16;
/** Characters of one of these addresses: a host's longest name with scheme and port. */
export const NAMED_ADDRESS_CHARACTERS = 280;
/** Characters of one server-sent event: a block's events arrive one by one, each far smaller. */
export const EVENT_CHARACTERS_MAX = 4 * 1024 * 1024;
