// npm run console: builds the web console when its sources changed since it was last built, into dist/<hash of the
// sources>/, and names that one in dist/current. Nodes that run serve it from their next answer on.
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { FIRST_SCREEN_KB_MAX, firstScreen } from "./size.ts";
import { sourcesHash } from "./sources.ts";

const DIST = join(import.meta.dirname, "dist");
const CURRENT = join(DIST, "current");
const LOCK = join(DIST, "building");
/** Consoles kept: a page that was opened before still loads the parts of its own. */
const KEPT = 3;

/** True when this process may build; another that does so now is left to it. */
function lock(): boolean {
  try {
    writeFileSync(LOCK, `${process.pid}\n`, { flag: "wx" });
    return true;
  } catch {
    const pid = Number(readFileSync(LOCK, "utf8"));
    try {
      process.kill(pid, 0);
      return false;
    } catch {
      rmSync(LOCK, { force: true });
      return lock();
    }
  }
}

/** Compressed once here rather than at every request. */
function compressFiles(folder: string): void {
  for (const item of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!item.isFile() || !/\.(js|css|svg)$/.test(item.name)) continue;
    const path = join(item.parentPath, item.name);
    writeFileSync(`${path}.gz`, gzipSync(readFileSync(path), { level: 9 }));
  }
}

function forgetOld(hash: string): void {
  const folders = readdirSync(DIST, { withFileTypes: true }).filter(
    (item) => item.isDirectory() && item.name !== hash,
  );
  const byAge = folders
    .map(({ name }) => ({ path: join(DIST, name), at: statSync(join(DIST, name)).mtimeMs }))
    .sort((a, b) => b.at - a.at);
  for (const { path } of byAge.slice(KEPT - 1)) rmSync(path, { recursive: true, force: true });
}

async function build(hash: string): Promise<void> {
  const started = performance.now();
  const making = join(DIST, `${hash}.making`);
  rmSync(making, { recursive: true, force: true });
  // Whoever starts a network may be a test; the console is the same.
  process.env["NODE_ENV"] = "production";
  const { build: bundle } = await import("vite");
  await bundle({
    configFile: join(import.meta.dirname, "vite.config.ts"),
    logLevel: "warn",
    build: { outDir: making, emptyOutDir: true },
  });
  compressFiles(making);
  const final = join(DIST, hash);
  rmSync(final, { recursive: true, force: true });
  renameSync(making, final);
  writeFileSync(`${CURRENT}.new`, `${hash}\n`);
  renameSync(`${CURRENT}.new`, CURRENT);
  forgetOld(hash);
  console.log(`控制台构建完成 / web console built in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}

mkdirSync(DIST, { recursive: true });
const hash = sourcesHash();
const current = existsSync(CURRENT) ? readFileSync(CURRENT, "utf8").trim() : undefined;
if (current !== hash || !existsSync(join(DIST, hash, "index.html"))) {
  if (lock()) {
    try {
      await build(hash);
    } finally {
      rmSync(LOCK, { force: true });
    }
  } else console.log("控制台：另一进程正在构建 / web console: another process builds it");
}

if (process.argv.includes("--size")) {
  const files = firstScreen(join(DIST, hash));
  const total = files.reduce((sum, { kb }) => sum + kb, 0);
  for (const { file, kb } of files) console.log(`${kb.toFixed(1).padStart(8)} kB  ${file}`);
  console.log(
    `${total.toFixed(1).padStart(8)} kB  of at most ${FIRST_SCREEN_KB_MAX}: JavaScript of the first screen, gzipped`,
  );
  if (total > FIRST_SCREEN_KB_MAX) process.exitCode = 1;
}
