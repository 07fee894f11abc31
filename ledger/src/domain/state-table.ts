/** One step of an axis of state: this action leads from any of these states to that one. */
export interface Transition<S extends string> {
  readonly action: string;
  /** Empty: the action creates the object. */
  readonly from: readonly S[];
  readonly to: S;
}

/**
 * The steps of one axis. Rules, permissions, the READMEs' diagrams and the tests all read this table, so they
 * can't tell different stories.
 */
export interface StateTable<S extends string> {
  readonly name: string;
  readonly transitions: readonly Transition<S>[];
  /** The states in which the action is possible. Throws when the table doesn't know the action. */
  from(action: string): readonly S[];
  /** Where the action leads; undefined where it isn't possible. Without a state: the creating step. */
  next(action: string, state?: S): S | undefined;
  /** A mermaid state diagram. */
  diagram(): string;
}

export function defineStates<S extends string>(
  name: string,
  transitions: readonly Transition<S>[],
): StateTable<S> {
  return {
    name,
    transitions,
    from(action) {
      const states = transitions.filter((t) => t.action === action).flatMap((t) => t.from);
      if (!transitions.some((t) => t.action === action)) throw new Error(`${name}: no step ${action}`);
      return states;
    },
    next(action, state) {
      const found = transitions.find(
        (t) => t.action === action && (state === undefined ? t.from.length === 0 : t.from.includes(state)),
      );
      return found?.to;
    },
    diagram() {
      const lines = ["stateDiagram-v2"];
      for (const { action, from, to } of transitions) {
        if (from.length === 0) lines.push(`    [*] --> ${to}: ${action}`);
        for (const state of from) lines.push(`    ${state} --> ${to}: ${action}`);
      }
      const left = new Set(transitions.flatMap((t) => t.from));
      for (const state of new Set(transitions.map((t) => t.to))) {
        if (!left.has(state)) lines.push(`    ${state} --> [*]`);
      }
      return `${lines.join("\n")}\n`;
    },
  };
}
