import { askThread } from "../thread.ts";
import type { Explored, Plan } from "./plan.ts";

/** Explores in a thread of its own: copies of consensus with readable fields, and with the bug if one was asked for. */
export function exploreInThread(plan: Plan): Promise<Explored> {
  return askThread(import.meta.url, "explore-worker", plan);
}
