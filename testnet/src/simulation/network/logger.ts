import type { Logger } from "@jingzhun/node/parts";

type Heard = (level: string, values: { readonly [name: string]: unknown }, text: string) => void;

/** The nodes' logs, heard instead of written: what a node says of itself tells which of its rules were at work. */
export function heardLogger(heard: Heard): Logger {
  const at = (level: string) => (values: { readonly [name: string]: unknown } | string, text?: string) => {
    if (typeof values === "string") heard(level, {}, values);
    else heard(level, values, text ?? "");
  };
  const logger = {
    trace: () => {},
    debug: at("debug"),
    info: at("info"),
    warn: at("warn"),
    error: at("error"),
    fatal: at("fatal"),
    child: () => logger,
  };
  return logger as unknown as Logger;
}
