import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  attachmentId,
  defaultParams,
  encode,
  encodeGenesis,
  fromHex,
  registry,
  suite,
} from "@jingzhun/ledger";
import { expect, it } from "vitest";
import { temporaryFolder } from "../temporary-folder.ts";
import { fetchStatus } from "./status-command.ts";

const PACKAGE = fileURLToPath(new URL("../../", import.meta.url));
const PROGRAM = join(PACKAGE, "bin/jingzhun.js");

interface Running {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly ended: Promise<number | string>;
}

const run = (args: readonly string[]) => spawned([PROGRAM, ...args]);

function spawned(args: readonly string[]): Running {
  const child = spawn(process.execPath, args, {
    cwd: PACKAGE,
    env: { ...process.env, JINGZHUN_PASSPHRASE: "open sesame" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (text += chunk));
  const ended = once(child, "close").then(([code, signal]) => code ?? signal);
  return { child, output: () => text, ended };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

it("a node is made, started, looked at, held by one process, stopped, killed, and started again", async () => {
  using folder = temporaryFolder();
  const [api, p2p] = [await freePort(), await freePort()];
  const genesisFile = join(folder.path, "genesis.bin");
  const attachments = join(folder.path, "genesis.attachments.bin");
  const node = join(folder.path, "node");
  const listen = `/ip4/127.0.0.1/tcp/${p2p}`;
  const made = run([
    ...["init", "--dir", node, "--genesis", genesisFile, "--genesis-attachments", attachments],
    ...["--listen", listen, "--api-port", String(api), "--json"],
  ]);
  expect(await made.ended).toBe(0);
  const { config, networkKey, consensusKey } = JSON.parse(made.output());

  // The founders put the public keys into genesis: here a network of one.
  const { salt, bytes } = { salt: new Uint8Array(16).fill(1), bytes: new Uint8Array(0) };
  writeFileSync(attachments, encode([["restricted", salt, bytes]]));
  writeFileSync(
    genesisFile,
    encodeGenesis({
      name: "single",
      suite: suite.name,
      timestamp: Date.now() - 1_000,
      organisations: [
        {
          id: "own",
          name: "自己",
          kind: "civil",
          division: "430000000000",
          adminKeys: [new Uint8Array(32).fill(1)],
        },
      ],
      validators: [
        {
          organisation: "own",
          consensusKey: fromHex(consensusKey),
          networkKey: fromHex(networkKey),
          addresses: [listen],
        },
      ],
      params: defaultParams,
      modules: { ...registry.versions },
      records: [["division/430000000000", { name: "湖南省", level: "province", parent: "000000000000" }]],
      attachments: [attachmentId({ class: "restricted", salt, bytes })],
      testNetwork: true,
    }),
  );

  const whole = readFileSync(config, "utf8");
  writeFileSync(config, whole.replace(/^genesisAttachments = .*$/m, ""));
  const incomplete = run(["start", "--config", config]);
  expect(await incomplete.ended).not.toBe(0);
  expect(incomplete.output()).toContain("genesis.attachments.bin");
  writeFileSync(config, whole);

  const url = `http://127.0.0.1:${api}`;
  const start = async () => {
    const started = run(["start", "--config", config]);
    for (;;) {
      const status = await fetchStatus(url, 500);
      if (status !== undefined) return { ...started, status };
      if (started.child.exitCode !== null) throw new Error(`ended while starting: ${started.output()}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const first = await start();
  let running: Running = first;
  try {
    expect(first.status.chainId).toMatch(/^single-[0-9a-f]{32}$/);
    expect(first.output()).not.toContain("sesame");

    const second = run([
      "start",
      "--config",
      config,
      "--set",
      "api.port=0",
      "--set",
      "p2p.listen=/ip4/127.0.0.1/tcp/0",
    ]);
    expect(await second.ended).toBe(1);
    expect(second.output()).toContain("one node opens one data folder");

    const doctor = run(["doctor", "--config", config, "--json"]);
    const code = await doctor.ended;
    const { healthy, findings } = JSON.parse(doctor.output().trim().split("\n").at(-1)!);
    expect(findings.filter(({ level }: { level: string }) => level === "problem")).toEqual([]);
    expect([healthy, code]).toEqual([true, 0]);

    first.child.kill("SIGTERM");
    first.child.kill("SIGTERM");
    expect(await first.ended).toBe(0);
    expect(first.output()).toContain('"msg":"stopped"');

    const third = await start();
    running = third;
    third.child.kill("SIGKILL");
    expect(await third.ended).toBe("SIGKILL");
    const fourth = await start();
    running = fourth;
    expect(fourth.status.chainId).toBe(first.status.chainId);
    expect(fourth.status.height).toBeGreaterThanOrEqual(third.status.height);
    fourth.child.kill("SIGTERM");
    expect(await fourth.ended).toBe(0);

    // The program in the README opens the same node, as it stands there.
    const program = /```ts\n([\s\S]*?)```/.exec(readFileSync(`${PACKAGE}README.md`, "utf8"))![1]!;
    expect(program).toContain('"node/config.toml"');
    const here = program.replace('"node/config.toml"', JSON.stringify(config));
    running = spawned(["--input-type=module", "--eval", here]);
    expect([await running.ended, running.output()]).toEqual([0, expect.stringContaining(`${url} `)]);
    expect(Number(running.output().match(new RegExp(`${url} (\\d+)`))![1])).toBeGreaterThanOrEqual(
      fourth.status.height,
    );
  } finally {
    running.child.kill("SIGKILL");
    await running.ended;
  }
}, 120_000);
