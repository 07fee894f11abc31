import { execFile } from "node:child_process";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { writeConfig } from "../config/index.ts";
import { ADOPTIONS_FILE, readSignerRecord, signerFile } from "../signing/index.ts";
import { startTestNodes } from "../test-network.ts";

const PROGRAM = fileURLToPath(new URL("../../bin/jingzhun.js", import.meta.url));

function jingzhun(...args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [PROGRAM, ...args], (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
    child.stdin?.end();
  });
}

test("keys adopt says what it takes, refuses what would be wrong, and writes down what it does", async () => {
  await using network = await startTestNodes({ nodes: 1 });
  const [node] = network.configs;
  const { folder } = node!.keys;
  const config = join(dirname(node!.storage.folder), "config.toml");
  writeConfig(config, { ...node!, keys: { folder } });
  const adopt = (...args: readonly string[]) => jingzhun("keys", "adopt", "--config", config, ...args);

  const help = await adopt("--help");
  expect(help).toMatchObject({ code: 0 });
  for (const text of ["Examples:", "Exit code:", "--last-signed", "--force"])
    expect(help.out).toContain(text);
  expect(await adopt()).toMatchObject({ code: 64, err: expect.stringContaining("--last-signed") });
  for (const wrong of ["7", "0/7", "0/7/x", "0/7/0/1", "0/-1/0"]) {
    expect(await adopt("--last-signed", wrong)).toMatchObject({
      code: 64,
      err: expect.stringContaining("expected epoch/height/round"),
    });
  }
  expect(await adopt("--last-signed", "0/1/0", "--force", " ")).toMatchObject({ code: 64 });

  const running = await adopt("--last-signed", "0/1/0");
  expect(running).toMatchObject({ code: 1, err: expect.stringContaining("数据文件夹正被另一进程使用") });
  await network.stop(0);
  const sound = await adopt("--last-signed", "0/1/0");
  expect(sound).toMatchObject({ code: 1, err: expect.stringContaining("签名记录完好") });
  expect(sound.err).toContain("nothing was changed");
  expect(readdirSync(folder)).not.toContain(ADOPTIONS_FILE);

  rmSync(signerFile(folder));
  const done = await adopt("--last-signed", "0/1/0", "--json");
  expect(done.code).toBe(0);
  const adoption = JSON.parse(done.out);
  expect(adoption).toMatchObject({ lastSigned: "0/1/0", force: null, before: null, height: 0 });
  expect(JSON.parse(done.err)).toMatchObject({ level: "warn", adoption });
  expect(JSON.parse(readFileSync(join(folder, ADOPTIONS_FILE), "utf8"))).toEqual(adoption);
  expect(readSignerRecord(folder).position).toMatchObject({ epoch: 0, height: 1, round: 0 });
}, 120_000);
