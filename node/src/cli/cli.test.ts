import { execFile } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../temporary-folder.ts";
import { addTestnetCommands } from "./testnet-plugin.ts";

const PROGRAM = fileURLToPath(new URL("../../bin/jingzhun.js", import.meta.url));

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function jingzhun(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith("JINGZHUN_")),
  );
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [PROGRAM, ...args],
      { env: { ...env, ...environment } },
      (error, out, err) => resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
    child.stdin?.end();
  });
}

describe("jingzhun", () => {
  it("says its version, its commands, and what it doesn't know", async () => {
    const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
    const [asked, help, unknown] = await Promise.all([
      jingzhun(["--version"]),
      jingzhun(["--help"]),
      jingzhun(["strat"]),
    ]);
    expect(asked).toMatchObject({ code: 0, out: `${version}\n` });
    expect(help.code).toBe(0);
    for (const name of [
      "init",
      "start",
      "status",
      "config",
      "doctor",
      "testnet",
      "simulate",
      "bench",
      "chaos",
    ]) {
      expect(help.out).toMatch(new RegExp(`^  ${name} `, "m"));
    }
    expect(help.out).toContain("Examples:");
    expect(unknown.code).toBe(64);
    expect(unknown.err).toContain("start");
  });

  it("makes a node whose configuration it shows; nothing is overwritten or asked without a terminal", async () => {
    using folder = temporaryFolder();
    const dir = join(folder.path, "node");
    const silent = await jingzhun(["init", "--dir", dir]);
    expect(silent.code).toBe(1);
    expect(silent.err).toContain("JINGZHUN_PASSPHRASE");
    expect(existsSync(dir)).toBe(false);

    const secret = { JINGZHUN_PASSPHRASE: "open sesame" };
    const args = [
      "init",
      "--dir",
      dir,
      "--api-port",
      "7155",
      "--json",
      "--listen",
      "/ip4/127.0.0.1/tcp/7255",
    ];
    const made = await jingzhun(args, secret);
    expect(made).toMatchObject({ code: 0, err: "" });
    const { config, networkKey, consensusKey } = JSON.parse(made.out);
    expect(networkKey).toMatch(/^[0-9a-f]{64}$/);
    expect(consensusKey).toMatch(/^[0-9a-f]{64}$/);
    expect(readFileSync(config, "utf8")).not.toContain("sesame");
    expect(await jingzhun(args, secret)).toMatchObject({ code: 64 });

    const shown = await jingzhun(
      ["config", "show", "--config", config, "--json", "--set", "log.level=debug"],
      secret,
    );
    expect(shown.code).toBe(0);
    const { settings } = JSON.parse(shown.out) as {
      settings: { name: string; value: unknown; source: string }[];
    };
    const setting = (name: string) => settings.find((each) => each.name === name);
    expect(setting("api.port")).toMatchObject({ value: 7155, source: config });
    expect(setting("log.level")).toMatchObject({ value: "debug", source: "flag log.level" });
    expect(setting("storage.folder")).toMatchObject({ value: join(dir, "data"), source: config });
  });

  it("says which path can't be used, without a stack", async () => {
    using folder = temporaryFolder();
    const file = join(folder.path, "file");
    writeFileSync(file, "");
    const made = await jingzhun(["init", "--dir", join(file, "node")], { JINGZHUN_PASSPHRASE: "secret" });
    expect(made.code).toBe(1);
    expect(made.err).toContain("无法访问");
    expect(made.err).toContain("mkdir: ENOTDIR");
    expect(made.err).not.toContain("    at ");
  });

  it("makes no keys for a configuration that it wouldn't take", async () => {
    using folder = temporaryFolder();
    const dir = join(folder.path, "my node");
    const environment = { JINGZHUN_PASSPHRASE: "secret" };
    const port = await jingzhun(["init", "--dir", dir, "--api-port", "soon"], environment);
    expect(port).toMatchObject({ code: 64, err: expect.stringContaining("expected a port") });
    const listen = await jingzhun(["init", "--dir", dir, "--listen", "nowhere"], environment);
    expect(listen).toMatchObject({ code: 78, err: expect.stringContaining("p2p.listen.0") });
    const good = await jingzhun(["init", "--dir", dir], environment);
    expect(good.code).toBe(0);
    expect(good.out).toMatch(/--config ".*my node\/config\.toml"/);
  });

  it("makes no observer, which could not follow the chain yet, and says why", async () => {
    using folder = temporaryFolder();
    const dir = join(folder.path, "node");
    const made = await jingzhun(["init", "--dir", dir, "--observer"], { JINGZHUN_PASSPHRASE: "open sesame" });
    expect(made).toMatchObject({ code: 64, out: "" });
    expect(made.err).toMatch(/观察节点.*写集/);
    expect(made.err).toMatch(/no observers .*write sets/);
    expect(existsSync(dir)).toBe(false);
    expect((await jingzhun(["init", "--help"])).out).not.toContain("--observer");
  });

  it("says what is wrong with a configuration, and exits with 78", async () => {
    using folder = temporaryFolder();
    const file = join(folder.path, "config.toml");
    writeFileSync(file, '[network]\ngenesis = "g"\n[api]\nport = "high"\n');
    const { code, err } = await jingzhun(["start", "--config", file], { JINGZHUN_LOG_LEVEL: "loud" });
    expect(code).toBe(78);
    expect(err).toContain(`api.port (${file}) 不可用 / is "high"；应为 / accepted: a port from 1 to 65535`);
    expect(err).toContain(
      'log.level (JINGZHUN_LOG_LEVEL) 不可用 / is "loud"；应为 / accepted: one of trace, debug',
    );
  });

  it("shows a node's status, or says that nobody answers", async () => {
    const status = {
      chainId: "c",
      version: "1",
      now: 0,
      timestamp: 0,
      height: 12,
      blockHash: "ab",
      role: "validator",
      voting: false,
      syncing: true,
      peers: 3,
      validators: [{ organisation: "civil" }],
      mempool: { count: 4, bytes: 5 },
      problems: [{ code: "p", zh: "问题", en: "a problem", remedy: "do this" }],
    };
    const server = createServer((_, response) => response.end(JSON.stringify(status)));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
    const [plain, json] = await Promise.all([
      jingzhun(["status", "--url", url]),
      jingzhun(["status", "--url", `${url}/`, "--json"]),
    ]);
    server.close();
    expect(plain).toMatchObject({ code: 0, err: "" });
    for (const part of ["12", "not voting", "syncing", "civil", "a problem", "do this"])
      expect(plain.out).toContain(part);
    expect(JSON.parse(json.out)).toEqual(status);
    const nobody = await jingzhun(["status", "--url", url]);
    expect(nobody.code).toBe(69);
    expect(nobody.err).toContain("jingzhun start");
  });
});

describe("the commands of test networks", () => {
  it("say what to install where their package is missing", async () => {
    const program = new Command();
    await addTestnetCommands(program, ["bench"], async () => undefined);
    const said: string[] = [];
    const { error } = console;
    console.error = (line: string) => void said.push(line);
    try {
      await program.parseAsync(["bench", "throughput", "--json"], { from: "user" });
    } finally {
      console.error = error;
    }
    expect(process.exitCode).toBe(69);
    process.exitCode = undefined;
    expect(said.join("\n")).toContain("npm install @jingzhun/testnet");
  });

  it("say that they don't exist yet where the package has no such command", async () => {
    const program = new Command();
    await addTestnetCommands(program, ["chaos"], async () => () => {});
    const said: string[] = [];
    const { error } = console;
    console.error = (line: string) => void said.push(line);
    try {
      await program.parseAsync(["chaos", "--seed", "1"], { from: "user" });
    } finally {
      console.error = error;
    }
    expect(process.exitCode).toBe(69);
    process.exitCode = undefined;
    expect(said.join("\n")).toMatch(/尚未提供.*doesn't exist yet/s);
    expect(said.join("\n")).not.toContain("npm install");
  });

  it("run the benchmarks, whose arguments, output and exit code are theirs", async () => {
    const help = await jingzhun(["bench", "--help"]);
    expect(help).toMatchObject({ code: 0, out: expect.stringMatching(/names: .*throughput/) });
    expect((await jingzhun(["bench", "nonsense"])).code).toBe(2);
  });

  it("say in Chinese, then in English, what is wrong with a value", async () => {
    const { code, err } = await jingzhun(["testnet", "start", "--nodes", "77"]);
    expect(code).toBe(64);
    expect(err).toBe(
      "错误：选项 --nodes <n> 的值“77”无效。应为 1 到 51 的整数。\n" +
        "error: option '--nodes <n>' argument '77' is invalid. expected a whole number from 1 to 51.\n",
    );
  });

  it("come from it where it is installed, and it isn't loaded for others", async () => {
    const program = new Command();
    let loaded = 0;
    const load = async () => {
      loaded++;
      return (to: Command) => void to.command("bench").description("the real one");
    };
    await addTestnetCommands(program, ["start", "--config", "bench"], load);
    expect(loaded).toBe(0);
    const other = new Command();
    await addTestnetCommands(other, ["bench", "throughput"], load);
    expect(loaded).toBe(1);
    expect(other.commands.find((command) => command.name() === "bench")!.description()).toBe("the real one");
  });
});
