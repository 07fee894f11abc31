import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, test } from "vitest";

/** Which of our packages each package may import. Dependencies point one way (docs/architecture.md). */
const MAY_IMPORT: Record<string, readonly string[]> = {
  ledger: [],
  consensus: ["ledger"],
  "client-sdk": ["ledger"],
  api: ["ledger"],
  node: ["ledger", "consensus", "api", "client-sdk"],
  testnet: ["ledger", "consensus", "api", "client-sdk", "node"],
};
/** Tests of a package may also use these, so that it is tried against the real thing. */
const TESTS_MAY_ALSO_IMPORT: Record<string, readonly string[]> = {
  "client-sdk": ["api"],
  api: ["client-sdk"],
};
/** The web console lies in `api` and sees the network as any client does (DESIGN §2). */
const CONSOLE = { folder: "api/console/", mayAlsoImport: ["client-sdk"] };
/** Its browser tests start a whole network; nothing imports them. */
const BROWSER_TESTS = { folder: "api/console/browser/", mayAlsoImport: ["testnet"] };
/** The one exception: the CLI loads the test network as an optional plug-in. */
const PLUG_IN = { file: "node/src/cli/testnet-plugin.ts", target: "testnet" };
/** Of the ledger, consensus sees one narrow entry, and behind it lies only this (DESIGN §2). */
const FOR_CONSENSUS = {
  specifier: "@jingzhun/ledger/certification",
  entry: "ledger/src/certification.ts",
  behind:
    /^ledger\/src\/(bytes\/|crypto\/|block\/(certificate|evidence|validators|vote)\.ts|errors\.ts|limits\.ts)/,
};
/** Packages whose sources must be pure: no clock, randomness, I/O, process or locale. */
const PURE = ["ledger", "consensus"];
const IMPURE =
  /\b(Date\.now|new Date\(\)|Math\.random|performance\.now|process\.(?!versions)|setTimeout|setInterval|setImmediate|toLocale\w*|Intl\.|localeCompare|crypto\.getRandomValues|randomBytes)\b/;

const root = join(import.meta.dirname, "../..");

function* sources(directory: string): Generator<string> {
  for (const item of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, item.name);
    if (item.isDirectory()) {
      if (item.name !== "node_modules" && item.name !== "dist") yield* sources(path);
    } else if (/\.(ts|tsx|js|mjs)$/.test(item.name)) yield path;
  }
}

function importsOf(text: string): string[] {
  const found: string[] = [];
  for (const match of text.matchAll(/(?:from|import)\s*\(?\s*["']([^"']+)["']/g)) found.push(match[1]!);
  return found;
}

const isTest = (path: string) => /\.test\.tsx?$|(^|\/)test-[\w-]+\.ts$/.test(path);

describe("dependency direction", () => {
  for (const [name, allowed] of Object.entries(MAY_IMPORT)) {
    test(`${name} imports only ${allowed.join(", ") || "nothing of ours"}`, () => {
      const wrong: string[] = [];
      let seen = 0;
      for (const path of sources(join(root, name))) {
        seen++;
        const file = relative(root, path);
        const may = new Set([
          name,
          ...allowed,
          ...(isTest(file) ? (TESTS_MAY_ALSO_IMPORT[name] ?? []) : []),
          ...(file.startsWith(CONSOLE.folder) ? CONSOLE.mayAlsoImport : []),
          ...(file.startsWith(BROWSER_TESTS.folder) ? BROWSER_TESTS.mayAlsoImport : []),
        ]);
        for (const specifier of importsOf(readFileSync(path, "utf8"))) {
          const target = /^@jingzhun\/([\w-]+)/.exec(specifier)?.[1];
          if (target !== undefined && !may.has(target)) {
            if (file === PLUG_IN.file && target === PLUG_IN.target) continue;
            wrong.push(`${file} imports ${specifier}`);
          }
          if (
            specifier.startsWith(".") &&
            !relative(join(root, name), join(path, "..", specifier)).match(/^(?!\.\.)/)
          ) {
            wrong.push(`${file} reaches out of its package: ${specifier}`);
          }
        }
      }
      expect(seen).toBeGreaterThan(0);
      expect(wrong).toEqual([]);
    });
  }

  test("consensus sees of the ledger bytes, crypto, votes, evidence, validators and certificates only", () => {
    const wrong: string[] = [];
    for (const path of sources(join(root, "consensus"))) {
      for (const specifier of importsOf(readFileSync(path, "utf8"))) {
        if (/^@jingzhun\/ledger\b/.test(specifier) && specifier !== FOR_CONSENSUS.specifier)
          wrong.push(`${relative(root, path)} imports ${specifier}`);
      }
    }
    const reached = new Set([FOR_CONSENSUS.entry]);
    for (const file of reached) {
      if (file !== FOR_CONSENSUS.entry && !FOR_CONSENSUS.behind.test(file))
        wrong.push(`${file} lies behind it`);
      for (const specifier of importsOf(readFileSync(join(root, file), "utf8")))
        if (specifier.startsWith(".")) reached.add(join(file, "..", specifier));
    }
    expect(reached.size).toBeGreaterThan(10);
    expect(wrong).toEqual([]);
  });

  test("ledger (storage and native suite aside) and consensus are pure", () => {
    const wrong: string[] = [];
    for (const name of PURE) {
      for (const path of sources(join(root, name, "src"))) {
        const file = relative(root, path);
        if (isTest(file) || file.startsWith("ledger/src/storage/") || file.startsWith(`${name}/src/vectors/`))
          continue;
        const text = readFileSync(path, "utf8");
        const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
        const hit = IMPURE.exec(code);
        if (hit) wrong.push(`${file}: ${hit[0]}`);
        if (file === "ledger/src/crypto/native.ts") continue;
        for (const specifier of importsOf(text))
          if (specifier.startsWith("node:")) wrong.push(`${file}: ${specifier}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test("client-sdk runs in a browser: no node: imports", () => {
    const wrong: string[] = [];
    for (const path of sources(join(root, "client-sdk/src"))) {
      const file = relative(root, path);
      if (isTest(file)) continue;
      for (const specifier of importsOf(readFileSync(path, "utf8")))
        if (specifier.startsWith("node:")) wrong.push(`${file}: ${specifier}`);
    }
    expect(wrong).toEqual([]);
  });
});
