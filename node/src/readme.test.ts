import { existsSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import * as node from "./index.ts";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");

it("the README's example imports what there is, and its map names folders that exist", () => {
  const [, names] = /import \{ ([^}]+) \} from "@jingzhun\/node";/.exec(readme)!;
  for (const name of names!.split(", ")) expect(node).toHaveProperty(name);
  const paths = [...readme.matchAll(/`((?:src|bin)\/[\w./-]*)`/g)].map(([, path]) => path!);
  expect(paths.length).toBeGreaterThan(15);
  for (const path of paths) expect(existsSync(new URL(`../${path}`, import.meta.url)), path).toBe(true);
});
