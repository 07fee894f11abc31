import type { Step } from "./explore.ts";
import type { Broken } from "./host.ts";
import type { Decidable } from "./past.ts";

export interface WrongDecision {
  readonly broken: Broken;
  readonly why: string;
  /** the decisions that contradict one another */
  readonly steps: readonly Step[];
  /** numbers of the COMMITs that decide two blocks */
  readonly commits: readonly (readonly number[])[];
}

/**
 * Can two blocks be decided here, or one with a certificate that doesn't hold?
 *
 * @param decisions the steps of this state by which a node decides
 * @param decidable what can be decided once the Byzantine validator adds its COMMITs
 */
export function wrongDecision(
  decisions: readonly Step[],
  decidable: Decidable,
  isLookedAt: (broken: Broken) => boolean,
): WrongDecision | undefined {
  const byBlock = new Map<string, Step[]>();
  for (const step of decisions) {
    const { broken, decisions: blocks } = step.move.to.local;
    const found = broken.find((one) => isLookedAt(one.broken));
    if (found !== undefined) return { ...found, steps: [step], commits: [] };
    for (const decided of blocks) byBlock.set(decided, [...(byBlock.get(decided) ?? []), step]);
  }
  const [some, others] = [...byBlock.values()];
  if (some !== undefined && others !== undefined && isLookedAt("agreement")) {
    // The same node can't decide twice; where only one could, it could do either.
    const pairs = some.flatMap((one) => others.map((other) => [one, other] as const));
    const pair = pairs.find(([one, other]) => one.from.local.index !== other.from.local.index);
    const why = `decided: ${[...byBlock.keys()].join(" and ")}`;
    return { broken: "agreement", why, steps: pair ?? [some[0]!], commits: [] };
  }
  if (decidable.size === 0 || !isLookedAt("only decidable value")) return undefined;
  const possible = new Set([...byBlock.keys(), ...decidable.keys()]);
  if (possible.size < 2) return undefined;
  const broken = "only decidable value";
  const why = `decidable: ${[...possible].sort().join(" and ")}`;
  const decision = [...byBlock].find(([decided]) => !decidable.has(decided))?.[1][0];
  const commits = [...decidable.values()].slice(0, decision === undefined ? 2 : 1);
  return { broken, why, steps: decision === undefined ? [] : [decision], commits };
}
