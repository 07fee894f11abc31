import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
/** What the ledger may import in a browser; each of them is plain JavaScript without node: imports. */
const PORTABLE = /^(@noble\/(curves|hashes|ciphers)\/.+|msgpackr\/unpack|zod)$/;

/** Every module reachable from `entry` as a browser resolves it, with the packages that it imports. */
function reachable(entry: string): { files: string[]; packages: Map<string, string> } {
  const files = new Set<string>();
  const packages = new Map<string, string>();
  const queue = [entry];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (files.has(file)) continue;
    files.add(file);
    const source = readFileSync(file, "utf8").replaceAll(/\/\*[\s\S]*?\*\//g, "");
    const imports = [
      ...source.matchAll(/^\s*(?:import|export)\s+(?!type\b)[^"';]*?from\s*"([^"]+)"/gm),
      ...source.matchAll(/^\s*import\s*"([^"]+)"/gm),
      ...source.matchAll(/\bimport\(\s*"([^"]+)"\s*\)/g),
    ];
    for (const [, specifier] of imports) {
      if (specifier === "#suite") queue.push(join(root, "src/crypto/portable.ts"));
      else if (specifier!.startsWith(".")) queue.push(join(dirname(file), specifier!));
      else packages.set(specifier!, relative(root, file));
    }
  }
  return { files: [...files].map((file) => relative(root, file)), packages };
}

describe("the ledger in a browser", () => {
  it("reaches no node: module, no native code, no storage", () => {
    const { files, packages } = reachable(join(root, "src/index.ts"));
    expect(files).toContain("src/crypto/portable.ts");
    expect(files).not.toContain("src/crypto/native.ts");
    expect(files.filter((file) => file.startsWith("src/storage/"))).toEqual([]);
    expect([...packages].filter(([specifier]) => !PORTABLE.test(specifier))).toEqual([]);
    expect(packages.size).toBeGreaterThan(3);
  });

  it("resolves #suite by the condition of package.json", () => {
    const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    expect(manifest.imports["#suite"]).toEqual({
      node: "./src/crypto/native.ts",
      default: "./src/crypto/portable.ts",
    });
  });

  it("uses no Node global in the parts that run there", () => {
    const { files } = reachable(join(root, "src/index.ts"));
    const offending = files.filter((file) =>
      /(?<![.\w])(Buffer|process|__dirname|require)\b\s*[.([]/.test(
        readFileSync(join(root, file), "utf8").replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*|"[^"\n]*"|`[^`]*`/g, ""),
      ),
    );
    expect(offending).toEqual([]);
  });
});
