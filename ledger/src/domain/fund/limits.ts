/** Bounds of the module, each with unit and reason. */

/** Fen of one indicator: 10 billion yuan, ten times the largest province's yearly share. */
export const INDICATOR_FEN_MAX = 1_000_000_000_000;
/**
 * Fen that one source may ever issue: 10 trillion yuan. All money comes from eight sources, so every sum in
 * accounts and statistics stays a safe integer (8 × 10^15 < 2^53).
 */
export const SOURCE_TOTAL_FEN_MAX = 1_000_000_000_000_000;
/** Fen of one payment to a household: 1 million yuan; the largest known subsidies are some 10,000. */
export const PAYMENT_FEN_MAX = 100_000_000;
/** Payments of one household: 30 years, every three days. */
export const PAYMENTS_MAX = 4000;
/** Approvals that a threshold may ask for. */
export const APPROVALS_MAX = 5;
/** Thresholds in the parameter `fund.approvals`. */
export const THRESHOLDS_MAX = 10;
/** Allocations from the source to the last indicator: six levels and two between. */
export const INDICATOR_DEPTH_MAX = 8;
export const REMARK_CHARACTERS_MAX = 200;
