/** Bounds of the module, each with unit and reason. */

/** Heights between two changes of the validator set (DESIGN §6): a node that was away meets one at a time. */
export const SET_CHANGE_HEIGHTS = 10;
/** ms by block time that the block which an activation names may be old (DESIGN §6). */
export const ACTIVATION_BLOCK_MS_MAX = 10 * 60 * 1000;
/** Days for which a proposal stands, and an approved validator may activate, unless a parameter says otherwise. */
export const PROPOSAL_DAYS = 30;
export const PROPOSAL_DAYS_MAX = 365;
/** Percent of the voting organisations of which more must approve; the default is a plain majority. */
export const APPROVAL_PERCENT = 50;
export const APPROVAL_PERCENT_MAX = 99;
/** Findings kept against one consensus key: more say nothing new, and it could make thousands. */
export const EVIDENCE_PER_KEY_MAX = 32;
/** Observers, and approved validators that haven't activated: every node keeps connections to them. */
export const OBSERVERS_MAX = 200;
export const CANDIDATES_MAX = 10;
/** Organisations that vote: those with admin keys of their own, each proposal lists who approved it. */
export const VOTERS_MAX = 10_000;
/** Parameters that one proposal changes. */
export const PARAMETERS_MAX = 32;
/** Characters of a parameter's new value as JSON text. */
export const PARAMETER_CHARACTERS_MAX = 8_000;
/** Units that an action may be priced at by a parameter: a twentieth of the default block. */
export const ACTION_COST_MAX = 1_000_000;
/** What a transaction of this module needs at most: entries, reads, counters, bytes, and units of its own. */
export const GOVERNANCE_NEEDS = { entries: 40, reads: 400, counters: 40, bytes: 16 * 1024, cost: 1_000 };
