import { LIGHT_BLOCK_TXS, WINDOW_MS_MAX, WINDOW_TXS_ENOUGH, WINDOW_TXS_PER_MS } from "../limits.ts";

/** How long a proposer waits for company, and with how much it stops waiting. */
export interface WaitingWindow {
  readonly ms: number;
  readonly enough: number;
}

/**
 * Short under light load, longer under heavy load (DESIGN §5): a block costs every node the same few milliseconds of
 * messages and synced writes however full it is. The last block tells the load; half of it is company enough, since
 * as many came while that one was decided.
 */
export function waitingWindow(lastBlockTxs: number): WaitingWindow {
  if (lastBlockTxs <= LIGHT_BLOCK_TXS) return { ms: 0, enough: 1 };
  return {
    ms: Math.min(WINDOW_MS_MAX, lastBlockTxs / WINDOW_TXS_PER_MS),
    enough: Math.min(WINDOW_TXS_ENOUGH, Math.ceil(lastBlockTxs / 2)),
  };
}
