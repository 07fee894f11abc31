import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

/** kB (1,000 bytes) of gzipped JavaScript before the first screen shows: 3 s on a line of 1 Mbit/s. */
export const FIRST_SCREEN_KB_MAX = 400;

interface Chunk {
  file: string;
  isEntry?: boolean;
  imports?: string[];
}

/** kB of gzipped JavaScript that the entry needs before anything shows, by file, the largest first. */
export function firstScreen(folder: string): { file: string; kb: number }[] {
  const manifest = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8")) as Record<string, Chunk>;
  const seen = new Set<string>();
  const visit = (name: string) => {
    if (seen.has(name)) return;
    seen.add(name);
    for (const needed of manifest[name]?.imports ?? []) visit(needed);
  };
  for (const [name, chunk] of Object.entries(manifest)) if (chunk.isEntry) visit(name);
  return [...seen]
    .map((name) => manifest[name]?.file ?? "")
    .filter((file) => file.endsWith(".js"))
    .map((file) => ({ file, kb: gzipSync(readFileSync(join(folder, file)), { level: 9 }).length / 1_000 }))
    .sort((a, b) => b.kb - a.kb);
}
