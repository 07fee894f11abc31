import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

/** What comments and documents point to must be there. */

const root = join(import.meta.dirname, "../..");
const read = (path: string) => readFileSync(join(root, path), "utf8");
const files = execFileSync("git", ["ls-files", "*.ts", "*.tsx", "*.md"], { cwd: root, encoding: "utf8" })
  .trim()
  .split("\n")
  .filter((path) => existsSync(join(root, path)));

/** Numbers of the sections of a document: `## 3. Bytes` is 3. */
const sections = (path: string) => new Set([...read(path).matchAll(/^## (\d+)\. /gm)].map(([, n]) => n!));

test("DESIGN §n and DOMAIN §n name sections that docs/design.md and docs/domain.md have", () => {
  const known = { DESIGN: sections("docs/design.md"), DOMAIN: sections("docs/domain.md") };
  const wrong: string[] = [];
  let seen = 0;
  for (const path of files) {
    // "DESIGN §4, §10" names two; a line may end between them.
    for (const [all, which] of read(path).matchAll(
      /\b(DESIGN|DOMAIN) §\d+(?:(?:,| and|–)\s*(?:\* )?§\d+)*/g,
    )) {
      for (const [, n] of all.matchAll(/§(\d+)/g)) {
        seen++;
        if (!known[which as "DESIGN" | "DOMAIN"].has(n!)) wrong.push(`${path}: ${which} §${n}`);
      }
    }
  }
  expect(seen).toBeGreaterThan(150);
  expect(wrong).toEqual([]);
});

test("links between our documents lead to files that are there", () => {
  const broken: string[] = [];
  let seen = 0;
  for (const path of files.filter((file) => file.endsWith(".md"))) {
    for (const [, target] of read(path).matchAll(/\]\((?![a-z]+:|#)([^)#\s]+)/g)) {
      seen++;
      if (!existsSync(join(root, dirname(path), target!))) broken.push(`${path}: ${target}`);
    }
  }
  expect(seen).toBeGreaterThan(20);
  expect(broken).toEqual([]);
});
