import { ROUND_TIMEOUT_MS_MAX } from "./limits.ts";

/**
 * How long a round may last (DESIGN §6): doubling lets slow networks decide, the cap lets healed ones meet soon.
 *
 * @param roundTimeout ms, of round 0
 * @returns ms
 */
export function roundTimeOut(roundTimeout: number, round: number): number {
  return Math.min(roundTimeout * 2 ** Math.min(round, 32), ROUND_TIMEOUT_MS_MAX);
}
