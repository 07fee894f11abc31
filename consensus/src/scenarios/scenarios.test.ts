import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runScript } from "./script.ts";

const folder = import.meta.dirname;
/** `UPDATE_SCENARIOS=1 npx vitest run consensus/src/scenarios` writes the traces anew; read the difference. */
const update = process.env["UPDATE_SCENARIOS"] === "1";

describe("scenario", () => {
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".txt"))) {
    it(file.replace(".txt", "").replaceAll("-", " "), () => {
      const script = readFileSync(join(folder, file), "utf8");
      const result = runScript(script);
      if (update) writeFileSync(join(folder, file), result);
      else expect(result).toBe(script);
    });
  }
});
