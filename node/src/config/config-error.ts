import { JzError } from "@jingzhun/ledger";

/** One thing that is wrong in a configuration. */
export interface ConfigProblem {
  /** `api.port`; empty when the source as a whole can't be read */
  readonly field: string;
  /** as it was found; undefined when it is missing */
  readonly value: string | undefined;
  /** what would be right, in words */
  readonly accepted: string;
  /** file, environment variable or flag that it came from */
  readonly source: string;
}

/** Everything that is wrong, at once. Code `config.invalid`. */
export class ConfigError extends JzError {
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    const first = problems[0]!;
    super("config.invalid", first.field, {
      value: first.value ?? null,
      accepted: first.accepted,
      source: first.source,
    });
    this.problems = problems;
    this.message = problems.map(describeProblem).join("\n");
  }
}

export function describeProblem({ field, value, accepted, source }: ConfigProblem): string {
  const where = field === "" ? source : `${field} (${source})`;
  const found = value === undefined ? "没有给出 / is missing" : `不可用 / is ${value}`;
  return `${where} ${found}；应为 / accepted: ${accepted}`;
}
