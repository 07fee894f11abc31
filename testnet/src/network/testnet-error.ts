/** What a person at the command line can mend: shown without a stack, Chinese first. */
export class TestnetError extends Error {
  /** The command line prints the message alone (node/src/cli/failure.ts). */
  readonly explained = true;

  constructor(zh: string, en: string) {
    super(`${zh}\n${en}`);
    this.name = "TestnetError";
  }
}
