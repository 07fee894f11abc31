/** The bounds of consensus, each with its unit and reason (DESIGN §5–§7). */

/** Milliseconds: no round lasts longer, so that a healed network meets again soon (DESIGN §6; Besu 7642). */
export const ROUND_TIMEOUT_MS_MAX = 10_000;
/** Rounds of votes kept per validator and height (DESIGN §6): older ones decide nothing that newer ones wouldn't. */
export const VOTE_ROUNDS_MAX = 4;
/** Bytes of a proposed value: a header and 34 bytes for each transaction id of the fullest block. */
export const VALUE_BYTES_MAX = 2 * 1024 * 1024;
/** Bytes of a PREPARE or COMMIT: payload (≤ 512), signature, signer. */
export const VOTE_MESSAGE_BYTES_MAX = 1024;
/** Bytes of a ROUND-CHANGE: its payload and up to VALIDATORS_MAX PREPAREs. */
export const ROUND_CHANGE_MESSAGE_BYTES_MAX = 96 * 1024;
/** Bytes of a PROPOSAL: a value, and up to VALIDATORS_MAX round changes and as many PREPAREs. */
export const PROPOSAL_MESSAGE_BYTES_MAX = VALUE_BYTES_MAX + 192 * 1024;
/** Nested lists of a message: message, justification, list, signed part. */
export const MESSAGE_DEPTH_MAX = 5;
/**
 * Copies of one signed proposal with different unsigned bytes that are given to the host for validation: a relay may
 * garble what isn't signed, and each copy costs an execution.
 */
export const PROPOSAL_COPIES_MAX = 4;
/** Messages for the next height kept per peer: a proposal and the votes of its newest rounds, and a few it relays. */
export const FUTURE_MESSAGES_PER_PEER_MAX = 16;
/** Peers whose messages for the next height are kept; the host admits only registered ones. */
export const FUTURE_PEERS_MAX = 256;
/** Unanswered validations that are remembered: late answers still make a value known. */
export const VALIDATIONS_MAX = 16;
/** Rounds fit 32 bits (DESIGN §3); at 10 s each this is never reached. */
export const ROUND_MAX = 2 ** 32 - 1;
