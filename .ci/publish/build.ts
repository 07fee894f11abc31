// npm run build: makes <package>/dist, which is what is published: JavaScript, declarations and a package.json whose
// entries name them (docs/decisions/005-published-packages.md).
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Manifest, packageFolders, ROOT, readManifest, type Target } from "./packages.ts";

/** Folders that are published as they are, beside what is compiled. */
const ALSO_PUBLISHED = ["bin", "data"];
/** major version of Node that the packages need (DESIGN §2) */
const NODE_MAJOR_MIN = 24;

function compiled(target: Target): Target {
  if (typeof target === "string") return target.replace(/\.ts$/, ".js");
  return Object.fromEntries(Object.entries(target).map(([condition, file]) => [condition, compiled(file)]));
}

/** The package.json of the published package: the same entries, of the compiled files; nothing for development. */
function published(manifest: Manifest, folders: readonly string[]): object {
  const { private: _, scripts: __, devDependencies: ___, ...kept } = manifest;
  return {
    ...kept,
    exports: compiled(manifest.exports),
    ...(manifest.imports === undefined ? {} : { imports: compiled(manifest.imports) }),
    files: ["src", ...folders],
    engines: { node: `>=${NODE_MAJOR_MIN}` },
  };
}

// From nothing: the compiler leaves the output of a source that was deleted.
for (const folder of packageFolders) rmSync(join(ROOT, folder, "dist"), { recursive: true, force: true });
const compiler = join(ROOT, "node_modules/typescript/bin/tsc");
const { status } = spawnSync(process.execPath, [compiler, "-b", "tsconfig.build.json"], {
  cwd: ROOT,
  stdio: "inherit",
});
if (status !== 0) process.exit(status ?? 1);

const webConsole = spawnSync(process.execPath, [join(ROOT, "api/console/build.ts")], {
  cwd: ROOT,
  stdio: "inherit",
});
if (webConsole.status !== 0) process.exit(webConsole.status ?? 1);
const consoleDist = join(ROOT, "api/console/dist");
const consoleHash = readFileSync(join(consoleDist, "current"), "utf8").trim();
for (const name of ["current", consoleHash])
  cpSync(join(consoleDist, name), join(ROOT, "api/dist/console/dist", name), { recursive: true });

for (const folder of packageFolders) {
  const from = join(ROOT, folder);
  const to = join(from, "dist");
  const also = ALSO_PUBLISHED.filter((name) => existsSync(join(from, name)));
  for (const name of also) cpSync(join(from, name), join(to, name), { recursive: true });
  if (existsSync(join(to, "console"))) also.push("console");
  cpSync(join(from, "README.md"), join(to, "README.md"));
  cpSync(join(ROOT, "LICENSE"), join(to, "LICENSE"));
  writeFileSync(
    join(to, "package.json"),
    `${JSON.stringify(published(readManifest(from), also), null, 2)}\n`,
  );
}
