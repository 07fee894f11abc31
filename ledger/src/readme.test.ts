import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

it("the README's example prints what it says", () => {
  const folder = fileURLToPath(new URL("../", import.meta.url));
  const [, code] = /```ts\n([\s\S]*?)```/.exec(readFileSync(`${folder}README.md`, "utf8"))!;
  const [, expected] = /^\/\/ (.*)$/m.exec(code!)!;
  const printed = execFileSync(process.execPath, ["--input-type=module-typescript", "--eval", code!], {
    cwd: folder,
    encoding: "utf8",
  });
  expect(printed.trim()).toBe(expected);
});
