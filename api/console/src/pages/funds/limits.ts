/** Pages of indicators that the tree reads by itself: 2,000 indicators, some 20 a county of a whole province. */
export const INDICATOR_PAGES_MAX = 10;
/** Rows of a page where all of a list is wanted: the API's most. */
export const PAGE_MOST = 200;
/** Waiting payments read at a time; the home page counts as far as this. */
export const WAITING_PAGE = 100;
/** Payments in one transaction of the inbox: few enough to look at each, as the offices do it. */
export const AT_ONCE = 25;
/** Villages that a drawing of flows can show; of more it shows the townships. */
export const VILLAGES_DRAWN = 40;
/** Indicators whose flows are drawn together; the others are chosen one by one. */
export const FLOWS_TOGETHER = 6;
/** Records behind a flow shown at a time: each asks for its history. */
export const BEHIND_PAGE = 10;
