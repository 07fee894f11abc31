/**
 * The bounds of execution, each with its unit and reason. A cost unit is about 1 µs of the reference
 * machine (DESIGN §4); `params.blockCost` says how many a block may take.
 */

/** Cost of any transaction: signature (36 µs), decoding, outcome, id. */
export const TX_BASE_COST = 50;
/** Bytes of body, signature and restricted attachments for one unit: hashing, gossip, storage. */
export const BYTES_PER_COST = 64;
/** Units per entry that a unit appends: LevelDB, forest, hashing (DESIGN §13: 26 + 7 µs a transaction of three). */
export const ENTRY_COST = 12;
/** Units per record that a rule reads. */
export const READ_COST = 1;
/** Units per counter that a transaction moves; six divisions above share one record each at the block's end. */
export const COUNTER_COST = 1;
/** Cost of a due entry besides its entries and counters. */
export const DUE_BASE_COST = 20;
/** Units that one due entry may take; beyond it is undone and reported (DESIGN §5). */
export const DUE_ENTRY_COST_MAX = 20_000;
/** Part of `params.blockCost` for due entries; the rest of them waits for the next block. */
export const DUE_COST_SHARE = 1 / 4;
/** Part of `params.blockCost` for rejected transactions (DESIGN §4). */
export const REJECTED_COST_SHARE = 1 / 10;
/** Rejected transactions of one sender's key in a block: one broken client leaves room for the others. */
export const REJECTED_PER_SENDER_MAX = 64;
/** Characters of a due entry's id. */
export const DUE_ID_CHARACTERS_MAX = 64;
/** Due times fit 13 digits of ms: until the year 2286. */
export const DUE_TIME_MAX = 9_999_999_999_999;
/** Hashes of hot record keys that are kept: 32 bytes and the key each. */
export const KEY_HASHES_KEPT = 20_000;
