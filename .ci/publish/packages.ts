import { readFileSync } from "node:fs";
import { join } from "node:path";

export const ROOT = join(import.meta.dirname, "../..");

/** What a package.json holds, as far as publishing reads it. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly exports: Record<string, Target>;
  readonly imports?: Record<string, Target>;
  readonly bin?: Record<string, string>;
  readonly dependencies: Record<string, string>;
  readonly [field: string]: unknown;
}
/** A file, or files by condition. */
export type Target = string | { readonly [condition: string]: Target };

export function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
}

/** The folders of our packages, in the order in which they build on each other. */
export const packageFolders: readonly string[] = (
  JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { workspaces: string[] }
).workspaces;

/** Every file that the targets name. */
export function filesOf(targets: Record<string, Target>): string[] {
  return Object.values(targets).flatMap((target) =>
    typeof target === "string" ? [target] : filesOf(target as Record<string, Target>),
  );
}
