// npm run check:packages: builds and packs every package, installs the packed ones in an empty folder, and lets a
// program there start a network with them (consumer.ts). Exits 0 only if all of it holds.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { filesOf, packageFolders, ROOT, readManifest } from "./packages.ts";

const folder = mkdtempSync(join(tmpdir(), "jingzhun-packages-"));
const modules = join(folder, "node_modules");

function run(program: string, args: readonly string[], cwd: string): string {
  return execFileSync(program, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
}

function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}

/** Unpacks the tarball where an installation would put it. Returns what the package needs of others. */
function install(name: string): string[] {
  const packed = JSON.parse(
    run("npm", ["pack", `./${name}/dist`, "--json", "--pack-destination", folder], ROOT),
  ) as { filename: string; files: { path: string }[] }[];
  const { filename, files } = packed[0]!;
  const target = join(modules, "@jingzhun", name);
  mkdirSync(target, { recursive: true });
  run("tar", ["-xzf", join(folder, filename), "-C", target, "--strip-components=1"], folder);

  const paths = files.map(({ path }) => path);
  const sources = paths.filter((path) => /(?<!\.d)\.ts$|\.test\./.test(path));
  must(sources.length === 0, `${filename} holds ${sources.join(", ")}`);
  const manifest = readManifest(target);
  const entries = [
    ...filesOf(manifest.exports),
    ...filesOf(manifest.imports ?? {}),
    ...filesOf(manifest.bin ?? {}),
  ];
  for (const entry of entries) must(existsSync(join(target, entry)), `${filename} lacks its entry ${entry}`);
  console.log(`${filename}: ${paths.length} files, ${entries.length} entries`);
  return Object.keys(manifest.dependencies);
}

/** The repository's copy of a dependency stands for the one that an installation would fetch. */
function link(dependency: string): void {
  const path = join(modules, dependency);
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(join(ROOT, "node_modules", dependency), path);
}

try {
  run(process.execPath, [join(import.meta.dirname, "build.ts")], ROOT);
  const needed = new Set(packageFolders.flatMap(install));
  for (const dependency of needed) if (!dependency.startsWith("@jingzhun/")) link(dependency);
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }\n');
  cpSync(join(import.meta.dirname, "consumer.ts"), join(folder, "consumer.ts"));
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({
      compilerOptions: {
        target: "ES2024",
        lib: ["ES2024", "ESNext.Disposable", "DOM"],
        module: "NodeNext",
        strict: true,
        noEmit: true,
        skipLibCheck: true,
        types: ["node"],
      },
      files: ["consumer.ts"],
    }),
  );
  link("@types/node");
  const compiler = join(ROOT, "node_modules/typescript/bin/tsc");
  execFileSync(process.execPath, [compiler, "-p", folder], { stdio: "inherit" });
  console.log("a program compiles against the declarations");
  const help = run(process.execPath, [join(modules, "@jingzhun/node/bin/jingzhun.js"), "--help"], folder);
  must(/^ +testnet /m.test(help), `jingzhun --help names no testnet:\n${help}`);
  run(process.execPath, ["consumer.ts"], folder);
  console.log("a network of the packed node commits and proves what the packed SDK signs");
} finally {
  rmSync(folder, { recursive: true, force: true });
}
