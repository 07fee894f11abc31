import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const read = (path: string) => readFileSync(join(root, path), "utf8");

interface Manifest {
  workspaces?: string[];
  dependencies?: { [name: string]: string };
  devDependencies?: { [name: string]: string };
  optionalDependencies?: { [name: string]: string };
  peerDependencies?: { [name: string]: string };
}

const manifestOf = (folder: string) => JSON.parse(read(join(folder, "package.json"))) as Manifest;
const folders = [".", ...manifestOf(".").workspaces!];

/** Each package of others that one of ours asks for, with the versions asked for. */
const asked = new Map<string, Set<string>>();
for (const folder of folders) {
  const { dependencies, devDependencies, optionalDependencies, peerDependencies } = manifestOf(folder);
  const all = { ...peerDependencies, ...optionalDependencies, ...devDependencies, ...dependencies };
  for (const [name, version] of Object.entries(all)) {
    if (!name.startsWith("@jingzhun/")) asked.set(name, (asked.get(name) ?? new Set()).add(version));
  }
}

const page = read("docs/dependencies.md");

test("docs/dependencies.md names every dependency of every package, and says what each is for", () => {
  expect(asked.size).toBeGreaterThan(30);
  expect([...asked.keys()].filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});

test("each package in its tables is one that we depend on", () => {
  const cells = page.split("\n").flatMap((line) => (line.startsWith("| `") ? [line.split("|")[1]!] : []));
  const named = cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name!));
  expect(named.length).toBeGreaterThan(30);
  expect(named.filter((name) => !asked.has(name))).toEqual([]);
});

test("versions are exact, and one package has one version everywhere", () => {
  for (const [name, versions] of asked) {
    expect([...versions], name).toHaveLength(1);
    expect([...versions][0], name).toMatch(/^\d+\.\d+\.\d+$/);
  }
});
