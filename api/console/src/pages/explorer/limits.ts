/** Newest blocks whose certificates the validators' page reads. */
export const VOTED_BLOCKS = 20;
/** Findings of double signing on the validators' page; a link leads to all. */
export const EVIDENCE_SHOWN = 10;
/** Blocks of a page of the list. */
export const BLOCKS_PAGE = 25;
/** Actions, and events, of a transaction shown at first: a batch may have a thousand. */
export const PARTS_SHOWN = 20;
