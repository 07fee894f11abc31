import { existsSync, mkdirSync, rmSync } from "node:fs";
import { isAbsolute, join, relative, resolve } from "node:path";
import { hex, JzError } from "@jingzhun/ledger";
import { type Command, InvalidArgumentError, Option } from "commander";
import { type ConfigInput, loadConfig, writeConfig } from "../config/index.ts";
import { CONSENSUS_KEY_FILE, createKey, NETWORK_KEY_FILE, readPassphrase } from "../keystore/index.ts";
import { createSigner } from "../signing/index.ts";
import { askPassphrase } from "./ask-passphrase.ts";
import { EXIT } from "./failure.ts";

interface InitOptions {
  dir: string;
  genesis?: string;
  genesisAttachments?: string;
  observer?: true;
  listen: string[];
  announce?: string[];
  apiHost: string;
  apiPort: number;
  passphraseFile?: string;
  passphraseFd?: string;
  json?: true;
}

export function addInitCommand(program: Command): void {
  program
    .command("init")
    .description("创建节点：密钥、签名记录与配置 / make a node: its keys, signer record and configuration")
    .requiredOption(
      "--dir <folder>",
      "节点文件夹，不能已有节点 / folder of the node; must not hold a node yet",
    )
    .option(
      "--genesis <file>",
      "网络的创世文件，默认为文件夹中的 genesis.bin / the network's genesis file; else it is expected as genesis.bin in the folder",
    )
    .option(
      "--genesis-attachments <file>",
      "随创世文件一起收到的附件 / what founders got beside the genesis file",
    )
    .addOption(new Option("--observer").hideHelp())
    .option("--listen <multiaddr...>", "监听其他节点的地址 / where to listen for other nodes", [
      "/ip4/0.0.0.0/tcp/7200",
    ])
    .option(
      "--announce <multiaddr...>",
      "其他节点连到本节点的地址（与监听地址不同时） / where others reach this node, when it isn't where it listens",
    )
    .option("--api-host <host>", "接口监听主机 / where to serve the API", "127.0.0.1")
    .option("--api-port <port>", "接口端口 / port of the API", portNumber, 7100)
    .option("--passphrase-file <file>", "存放密钥口令的文件 / file that holds the passphrase of the keys")
    .option("--passphrase-fd <fd>", "读取口令的文件描述符 / file descriptor to read the passphrase from")
    .option("--json", "输出一个 JSON 对象 / one JSON object")
    .addHelpText(
      "after",
      "\nThe passphrase comes from --passphrase-fd, JINGZHUN_PASSPHRASE, --passphrase-file, or is asked for on a terminal." +
        "\n\nExample:\n  JINGZHUN_PASSPHRASE=… npx jingzhun init --dir node --genesis genesis.bin --announce /dns/node.example.cn/tcp/7200",
    )
    .action(init);
}

function portNumber(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port < 65_536) return port;
  throw new InvalidArgumentError(
    "应为 1 到 65535 的端口，0 表示任取空闲端口。 / expected a port from 1 to 65535; 0 takes a free one.",
  );
}

/**
 * An observer follows the chain by write sets (DESIGN §10), because it may not have the restricted data without
 * which blocks can't be executed; nodes don't send each other write sets.
 */
function refuseObserver(): void {
  console.error(
    "本版本不支持观察节点（--observer）：观察节点无权取得受限数据，只能按写集跟随账本，而节点之间还不传送写集。请创建验证节点（不带 --observer）并由网络治理方登记。\n" +
      "this version has no observers (--observer): an observer may not have restricted data, so it can follow the ledger by write sets only, and nodes don't send each other those yet. Make a validator (without --observer) and have the network's governance register it",
  );
  process.exitCode = EXIT.usage;
}

async function init(options: InitOptions): Promise<void> {
  if (options.observer) return refuseObserver();
  const folder = resolve(options.dir);
  const configFile = join(folder, "config.toml");
  if (existsSync(configFile)) {
    console.error(
      `${folder} 中已有节点，不会覆盖；请换一个 --dir\nthere is a node in ${folder} already, and nothing is overwritten: choose another --dir`,
    );
    process.exitCode = EXIT.usage;
    return;
  }
  const passphrase = await newPassphrase(options);
  const keys = join(folder, "keys");
  mkdirSync(keys, { recursive: true, mode: 0o700 });
  const here = (path: string) => {
    const short = relative(folder, resolve(path));
    return isAbsolute(short) ? resolve(path) : short;
  };
  const config: ConfigInput = {
    network: {
      genesis: options.genesis === undefined ? "genesis.bin" : here(options.genesis),
      ...(options.genesisAttachments === undefined
        ? {}
        : { genesisAttachments: here(options.genesisAttachments) }),
    },
    storage: { folder: "data" },
    keys: {
      folder: "keys",
      ...(options.passphraseFile === undefined ? {} : { passphraseFile: here(options.passphraseFile) }),
    },
    p2p: { listen: options.listen, announce: options.announce ?? [] },
    api: { host: options.apiHost, port: options.apiPort },
  };
  // What is written must be what start accepts: seen before there are keys, which nothing overwrites.
  writeConfig(configFile, config);
  try {
    loadConfig({ file: configFile });
  } finally {
    rmSync(configFile);
  }

  // The configuration comes last: a folder without one holds no node, whatever a crash left in it.
  const network = await createKey(join(keys, NETWORK_KEY_FILE), passphrase, { role: "network" });
  const consensus = await createKey(join(keys, CONSENSUS_KEY_FILE), passphrase, { role: "consensus" });
  createSigner(keys, consensus.publicKey);
  writeConfig(configFile, config);
  report(options, configFile, hex(network.publicKey), hex(consensus.publicKey));
}

async function newPassphrase(options: InitOptions): Promise<string> {
  const { passphraseFd, passphraseFile } = options;
  const environment = process.env["JINGZHUN_PASSPHRASE"];
  if (passphraseFd !== undefined || passphraseFile !== undefined || environment !== undefined) {
    const fd = passphraseFd === undefined ? undefined : Number(passphraseFd);
    return readPassphrase({ fd, environment, file: passphraseFile });
  }
  for (;;) {
    const first = await askPassphrase("新口令 new passphrase: ");
    if (first === undefined) throw new JzError("keystore.no_passphrase");
    const second = await askPassphrase("再输一次 once more: ");
    if (first === second) return first;
    console.error("两次输入不同 / the two differ");
  }
}

function report(options: InitOptions, configFile: string, networkKey: string, consensusKey: string): void {
  if (options.json) {
    console.log(JSON.stringify({ config: configFile, networkKey, consensusKey }));
    return;
  }
  console.log(`配置 configuration  ${configFile}`);
  console.log(`网络公钥 network key    ${networkKey}`);
  console.log(`共识公钥 consensus key  ${consensusKey}`);
  console.log("把公钥交给网络治理方登记，然后启动：");
  console.log("Give the public keys to the network's governance to be registered, then start it:");
  const path = relative(process.cwd(), configFile);
  console.log(`  npx jingzhun start --config ${/\s/.test(path) ? `"${path}"` : path}`);
}
