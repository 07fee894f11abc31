import { readFileSync } from "node:fs";
import { JzError } from "@jingzhun/ledger";

/** Where a passphrase comes from, in this order of precedence. Never a flag: flags are seen by other users. */
export interface PassphraseSources {
  /** an open file descriptor to read it from */
  readonly fd?: number | undefined;
  /** the value of JINGZHUN_PASSPHRASE */
  readonly environment?: string | undefined;
  /** a file that holds it, whose group and others have no access to it */
  readonly file?: string | undefined;
}

/**
 * Trailing line ends are dropped.
 *
 * @throws JzError `keystore.no_passphrase`, `keystore.passphrase_source` when the source can't be read or is empty
 */
export function readPassphrase(sources: PassphraseSources): string {
  const { fd, environment, file } = sources;
  const from = fd ?? file;
  let text: string;
  if (fd === undefined && environment !== undefined) text = environment;
  else if (from === undefined) throw new JzError("keystore.no_passphrase");
  else {
    try {
      text = readFileSync(from, "utf8");
    } catch (error) {
      const problem = String((error as NodeJS.ErrnoException).code);
      throw new JzError("keystore.passphrase_source", "", { source: String(from), problem });
    }
  }
  const passphrase = text.replace(/[\r\n]+$/, "");
  if (passphrase === "") {
    const source = fd === undefined && environment !== undefined ? "JINGZHUN_PASSPHRASE" : String(from);
    throw new JzError("keystore.passphrase_source", "", { source, problem: "empty" });
  }
  return passphrase;
}
