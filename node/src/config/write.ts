import { stringify } from "smol-toml";
import { writeFileDurably } from "../durable-file.ts";
import type { ConfigInput } from "./schema.ts";

/** Writes a configuration as TOML, readable by this user only, since it may name a passphrase. */
export function writeConfig(file: string, config: ConfigInput): void {
  writeFileDurably(
    file,
    `# Settings of this Jingzhun node. "jingzhun config show" explains each.\n${stringify(config)}\n`,
  );
}
