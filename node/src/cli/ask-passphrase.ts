import { JzError } from "@jingzhun/ledger";

/**
 * Asks on the terminal, without showing what is typed. Resolves undefined where there is no terminal: a command
 * never waits for somebody who isn't there.
 *
 * @throws JzError `keystore.no_passphrase` when it was broken off or left empty
 */
export function askPassphrase(question: string): Promise<string | undefined> {
  const { stdin, stderr } = process;
  if (!stdin.isTTY || !stderr.isTTY) return Promise.resolve(undefined);
  stderr.write(question);
  return new Promise((resolve, reject) => {
    let typed = "";
    const end = (answer?: string) => {
      stdin.off("data", read);
      stdin.setRawMode(false);
      stdin.pause();
      stderr.write("\n");
      if (answer === undefined || answer === "") reject(new JzError("keystore.no_passphrase"));
      else resolve(answer);
    };
    const read = (chunk: Buffer) => {
      for (const character of chunk.toString("utf8")) {
        if (character === "\r" || character === "\n") return end(typed);
        if (character === "\u0003" || character === "\u0004") return end();
        if (character === "\u007f" || character === "\b") typed = [...typed].slice(0, -1).join("");
        else typed += character;
      }
    };
    stdin.setRawMode(true);
    stdin.on("data", read);
    stdin.resume();
  });
}
