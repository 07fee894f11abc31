import { describe, expect, it } from "vitest";
import { createLogger } from "./logging.ts";

describe("the log", () => {
  it("is a JSON line each, in ISO time, without secrets", () => {
    const lines: string[] = [];
    const logger = createLogger({ level: "info", node: "a" }, { write: (line) => void lines.push(line) });
    logger.debug("not shown");
    logger
      .child({ part: "keys" })
      .info({ seed: "s1", keys: { passphrase: "s2", deep: { token: "s3" } } }, "opened");
    const [line] = lines as [string];
    expect(lines).toHaveLength(1);
    expect(line).not.toMatch(/s1|s2|s3/);
    expect(JSON.parse(line)).toMatchObject({
      level: "info",
      node: "a",
      part: "keys",
      seed: "[hidden]",
      msg: "opened",
    });
    expect(JSON.parse(line).time).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  });
});
