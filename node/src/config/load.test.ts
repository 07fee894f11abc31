import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../temporary-folder.ts";
import { ConfigError, type ConfigProblem } from "./config-error.ts";
import { type ConfigSources, loadConfig } from "./load.ts";
import { CONFIG_FIELDS } from "./schema.ts";
import { showConfig } from "./show.ts";
import { writeConfig } from "./write.ts";

const LEAST = '[network]\ngenesis = "genesis.bin"\n';

function problemsOf(sources: ConfigSources): readonly ConfigProblem[] {
  try {
    loadConfig(sources);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe("the configuration", () => {
  it("has defaults for all but the genesis file; paths are the file's neighbours", () => {
    using folder = temporaryFolder();
    const file = join(folder.path, "config.toml");
    writeFileSync(file, LEAST);
    const { config, sources } = loadConfig({ file });
    expect(config.network.genesis).toBe(join(folder.path, "genesis.bin"));
    expect(config.storage.folder).toBe(join(folder.path, "data"));
    expect(config.keys.folder).toBe(join(folder.path, "keys"));
    expect(config.api).toEqual({ host: "127.0.0.1", port: 7100, origins: [], audiences: [] });
    expect(config.p2p.listen).toEqual(["/ip4/0.0.0.0/tcp/7200"]);
    expect([...sources.keys()]).toEqual(["network.genesis"]);
  });

  it("takes TOML and JSON alike", () => {
    using folder = temporaryFolder();
    const key = "a".repeat(64);
    const content = {
      network: { genesis: "/etc/jingzhun/genesis.bin" },
      p2p: { listen: ["/ip4/127.0.0.1/tcp/0"], peers: [{ key, addresses: ["/dns/b.example.cn/tcp/7200"] }] },
    };
    const toml = join(folder.path, "a.toml");
    const json = join(folder.path, "a.json");
    writeConfig(toml, content);
    writeFileSync(json, JSON.stringify(content));
    expect(loadConfig({ file: toml }).config).toEqual(loadConfig({ file: json }).config);
    expect(loadConfig({ file: toml }).config.network.genesis).toBe("/etc/jingzhun/genesis.bin");
    expect(statSync(toml).mode & 0o777).toBe(0o600);
    expect(readFileSync(toml, "utf8")).toContain("config show");
  });

  it("lets the environment win over the file, and flags over both", () => {
    using folder = temporaryFolder();
    const file = join(folder.path, "config.toml");
    writeFileSync(file, `${LEAST}[api]\nport = 1\nhost = "10.0.0.1"\n[log]\nlevel = "warn"\n`);
    const { config, sources, unknownVariables } = loadConfig({
      file,
      environment: {
        JINGZHUN_API_PORT: "2",
        JINGZHUN_LOG_LEVEL: "debug",
        JINGZHUN_P2P_LISTEN: "/ip4/127.0.0.1/tcp/1, /ip4/127.0.0.1/tcp/2",
        JINGZHUN_P2P_PEERS: `[{"key":"${"b".repeat(64)}","addresses":[]}]`,
        JINGZHUN_RESOURCES_VALIDATORS_ON_HOST: "4",
        JINGZHUN_STORAGE_FOLDER: "here",
        JINGZHUN_APIPORT: "9",
        JINGZHUN_PASSPHRASE: "x",
        JINGZHUN_METRICS_PORT: "",
        PATH: "/bin",
      },
      flags: { "api.port": "3" },
    });
    expect(config.api.port).toBe(3);
    expect(config.api.host).toBe("10.0.0.1");
    expect(config.log.level).toBe("debug");
    expect(config.p2p.listen).toEqual(["/ip4/127.0.0.1/tcp/1", "/ip4/127.0.0.1/tcp/2"]);
    expect(config.p2p.peers).toEqual([{ key: "b".repeat(64), addresses: [] }]);
    expect(config.resources.validatorsOnHost).toBe(4);
    expect(config.storage.folder).toBe(join(process.cwd(), "here"));
    expect(config.metrics.port).toBeUndefined();
    expect(sources.get("api.port")).toBe("flag api.port");
    expect(sources.get("log.level")).toBe("JINGZHUN_LOG_LEVEL");
    expect(sources.get("api.host")).toBe(file);
    expect(unknownVariables).toEqual(["JINGZHUN_APIPORT"]);
  });

  it("says of everything that is wrong which field, which value, what is accepted, and where it stands", () => {
    using folder = temporaryFolder();
    const file = join(folder.path, "config.toml");
    writeFileSync(
      file,
      [
        '[network]\ngenesi = "x"',
        '[api]\nport = 70000\nhost = ""',
        '[log]\nlevel = "loud"',
        '[p2p]\nlisten = ["127.0.0.1:7200"]\npeers = [{ key = "ab", addresses = [] }]',
        "[resources]\nvalidatorsOnHost = 0",
        "[colour]\nred = 1",
      ].join("\n"),
    );
    const problems = problemsOf({
      file,
      environment: { JINGZHUN_METRICS_PORT: "many", JINGZHUN_KEYS_PASSPHRASE_FD: "-1" },
      flags: { "api.prot": "1" },
    });
    const found = Object.fromEntries(problems.map(({ field, ...rest }) => [field, rest]));
    expect(Object.keys(found).sort()).toEqual([
      "api.host",
      "api.port",
      "api.prot",
      "colour",
      "keys.passphraseFd",
      "log.level",
      "metrics.port",
      "network.genesi",
      "network.genesis",
      "p2p.listen.0",
      "p2p.peers.0.key",
      "resources.validatorsOnHost",
    ]);
    expect(found["api.port"]).toEqual({
      value: "70000",
      accepted: "a port from 1 to 65535; 0 takes a free one",
      source: file,
    });
    expect(found["network.genesis"]).toMatchObject({
      value: undefined,
      accepted: "path of the network's genesis file",
    });
    expect(found["network.genesi"]!.accepted).toContain("genesisAttachments");
    expect(found["metrics.port"]).toMatchObject({ value: "many", source: "JINGZHUN_METRICS_PORT" });
    expect(found["keys.passphraseFd"]!.source).toBe("JINGZHUN_KEYS_PASSPHRASE_FD");
    expect(found["p2p.peers.0.key"]!.accepted).toBe("the peer's network key, 64 hex digits");
    expect(found["log.level"]!.accepted).toContain("trace, debug, info");
    expect(found["api.prot"]).toMatchObject({ value: "1", source: "flag" });
    for (const { accepted } of problems) expect(accepted.length).toBeGreaterThan(5);
  });

  it("says what is wrong with a file that can't be read at all", () => {
    using folder = temporaryFolder();
    const file = join(folder.path, "config.toml");
    expect(problemsOf({ file })).toMatchObject([{ field: "", value: "not readable (ENOENT)", source: file }]);
    writeFileSync(file, "[network\n");
    expect(problemsOf({ file })).toMatchObject([{ accepted: "TOML" }]);
    writeFileSync(file, "network = 3\n");
    expect(problemsOf({ file })[0]).toMatchObject({ field: "network", value: "3" });
    writeFileSync(`${file}.json`, "[]");
    expect(problemsOf({ file: `${file}.json` })).toMatchObject([{ accepted: "a table of sections" }]);
  });

  it("shows every setting, but no secret, in errors neither", () => {
    using folder = temporaryFolder();
    const file = join(folder.path, "config.toml");
    writeFileSync(file, `${LEAST}[keys]\npassphrase = "open sesame"\n`);
    const shown = showConfig(loadConfig({ file, environment: { JINGZHUN_API_PORT: "8" } }));
    expect(shown.map(({ name }) => name)).toEqual(CONFIG_FIELDS.map(({ name }) => name));
    expect(JSON.stringify(shown)).not.toContain("sesame");
    expect(shown.find(({ name }) => name === "keys.passphrase")).toMatchObject({
      value: "[hidden]",
      source: file,
    });
    expect(shown.find(({ name }) => name === "api.port")).toMatchObject({
      value: 8,
      source: "JINGZHUN_API_PORT",
    });
    expect(shown.find(({ name }) => name === "metrics.port")).toMatchObject({
      value: null,
      source: "default",
    });
    writeFileSync(file, `${LEAST}[keys]\npassphrase = ["open sesame"]\n`);
    expect(JSON.stringify(problemsOf({ file }))).not.toContain("sesame");
  });
});
