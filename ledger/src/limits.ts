/**
 * The bounds of the ledger's bytes, each with its unit and reason (DESIGN §3–§6, §10).
 * What a network may tune stands in `Params` (block/params.ts), not here.
 */

/** Depth of nested lists and maps. Our deepest struct needs 7; a bound keeps every walk's stack small. */
export const DEPTH_MAX = 16;
/** Bytes of one message when its type names no smaller limit: the frame limit of the network (DESIGN §7). */
export const MESSAGE_BYTES_MAX = 16 * 1024 * 1024;

/**
 * Values of one message (items of lists, keys and values of maps, all levels). One byte may be an empty list that
 * takes 16 bytes or more in memory, so the count is bounded apart from the bytes: a transaction of 1 MiB has no more.
 */
export const MESSAGE_VALUES_MAX = 1024 * 1024;

/** Bytes of body and signature together (DESIGN §4). */
export const TX_BYTES_MAX = 1024 * 1024;
/** Actions in one transaction (DESIGN §4): bulk import of a village in one signature. */
export const TX_ACTIONS_MAX = 1000;
/** Bytes of a nonce: 16 random bytes make ids of equal bodies differ (DESIGN §4). */
export const NONCE_BYTES = 16;
/** Characters of a memo: a note for people, nothing reads it. */
export const MEMO_CHARACTERS_MAX = 256;
/** Milliseconds that `expiresAt` may lie after the block's timestamp: the replay window (DESIGN §4). */
export const EXPIRY_WINDOW_MS = 15 * 60 * 1000;
/** Characters of an action's type, an event's type, a refusal's code. */
export const NAME_CHARACTERS_MAX = 80;
/** Characters of the path in an outcome: it points into a payload. */
export const PATH_CHARACTERS_MAX = 256;

/** Bytes of an attachment's salt (DESIGN §4). */
export const ATTACHMENT_SALT_BYTES = 16;
/** Bytes of one restricted attachment (DESIGN §4): it feeds execution, so it stays small. */
export const RESTRICTED_BYTES_MAX = 64 * 1024;
/** Bytes of all restricted attachments of one transaction (DESIGN §4). */
export const RESTRICTED_TX_BYTES_MAX = 1024 * 1024;
/** Bytes of one sealed attachment (DESIGN §4); above the part size of the wire it travels in parts. */
export const SEALED_BYTES_MAX = 8 * 1024 * 1024;
/** Attachments of one transaction: per action one restricted, and one sealed per field class (identity, contact, bank). */
export const TX_ATTACHMENTS_MAX = 4 * TX_ACTIONS_MAX;
/** Bytes of a submission with its attachments: what one frame carries. Larger scans are submitted apart. */
export const SIGNED_TX_BYTES_MAX = MESSAGE_BYTES_MAX;
/** Attachment ids in one `stored` acknowledgement (DESIGN §10). */
export const STORED_IDS_MAX = 4096;
/** Milliseconds for which an endorsement may be used: 30 days (DESIGN §4). */
export const ENDORSEMENT_MS_MAX = 30 * 24 * 60 * 60 * 1000;

/** Bytes of an outcome: a code and a path. */
export const OUTCOME_BYTES_MAX = 2048;
/** Bytes of one event: open data only, a few fields. */
export const EVENT_BYTES_MAX = 64 * 1024;

/** Bytes of a block (DESIGN §4); `params.blockBytes` may be lower, never higher. */
export const BLOCK_BYTES_MAX = 8 * 1024 * 1024;
/** System transactions in a block (DESIGN §4). */
export const BLOCK_SYSTEM_TXS_MAX = 16;
/** Bytes of a header: thirteen fixed fields, about 420 bytes in fact. */
export const HEADER_BYTES_MAX = 1024;
/** Validators of a network. Votes grow with n²; n = 31 is the largest that is measured. */
export const VALIDATORS_MAX = 100;
/** Network addresses of one validator. */
export const ADDRESSES_MAX = 8;
/** Characters of one network or API address. */
export const ADDRESS_CHARACTERS_MAX = 256;
/** Bytes of a certificate with VALIDATORS_MAX seals. */
export const CERTIFICATE_BYTES_MAX = 16 * 1024;
/** Bytes of an encoded vote or round change payload. */
export const VOTE_BYTES_MAX = 512;
/** Bytes of one piece of evidence: two signed payloads. */
export const EVIDENCE_BYTES_MAX = 2048;
/** Admin keys of one organisation. */
export const ADMIN_KEYS_MAX = 16;
/** Organisations in a genesis. */
export const GENESIS_ORGANISATIONS_MAX = 10_000;
/** Initial records in a genesis: divisions above all (national to village of several prefectures). */
export const GENESIS_RECORDS_MAX = 1_000_000;
/** Bytes of a genesis: it travels as a file, not as a frame. */
export const GENESIS_BYTES_MAX = 256 * 1024 * 1024;
/** Values in a genesis: about 30 a record. */
export const GENESIS_VALUES_MAX = 32 * 1024 * 1024;
/** Bytes of encoded params. */
export const PARAMS_BYTES_MAX = 256 * 1024;
/** Bytes of an encoded validator set. */
export const VALIDATORS_BYTES_MAX = 512 * 1024;
