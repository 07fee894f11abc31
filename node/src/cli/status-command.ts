import { type Command, InvalidArgumentError } from "commander";
import { EXIT } from "./failure.ts";
import { addConfigOptions, type ConfigOptions, loadFrom } from "./options.ts";

/** The answer of `GET /v1/status` as far as it is printed. */
export interface NodeStatus {
  readonly chainId: string;
  readonly version: string;
  readonly now: number;
  readonly epoch: number;
  readonly height: number;
  readonly blockHash: string;
  readonly timestamp: number;
  readonly role: string;
  readonly voting: boolean;
  readonly syncing: boolean;
  readonly peers: number;
  readonly validators: readonly { organisation: string }[];
  readonly mempool: { readonly count: number; readonly bytes: number };
  readonly problems: readonly { code: string; zh: string; en: string; remedy: string }[];
}

/** Where a node with these settings answers from this host. */
export function apiUrl(api: { readonly host: string; readonly port: number }): string {
  const host = api.host === "0.0.0.0" ? "127.0.0.1" : api.host === "::" ? "[::1]" : api.host;
  return `http://${host.includes(":") && !host.startsWith("[") ? `[${host}]` : host}:${api.port}`;
}

/** undefined when nobody answers there, or somebody else does */
export async function fetchStatus(url: string, timeoutMs = 5_000): Promise<NodeStatus | undefined> {
  try {
    const response = await fetch(`${url}/v1/status`, { signal: AbortSignal.timeout(timeoutMs) });
    if (!response.ok) return undefined;
    const status = (await response.json()) as NodeStatus;
    return typeof status.chainId === "string" ? status : undefined;
  } catch {
    return undefined;
  }
}

function urlOf(text: string): string {
  if (!URL.canParse(text) || !/^https?:/.test(text))
    throw new InvalidArgumentError(
      "应为网址，例如 http://127.0.0.1:7100。 / expected an address such as http://127.0.0.1:7100.",
    );
  return text.replace(/\/+$/, "");
}

export function addStatusCommand(program: Command): void {
  addConfigOptions(program.command("status"))
    .description("节点状态 / ask a running node how it is")
    .option(
      "--url <url>",
      "节点接口地址，默认取自配置 / API of the node; else the one of the configuration",
      urlOf,
    )
    .option("--json", "输出 /v1/status 的应答 / the answer of /v1/status")
    .addHelpText(
      "after",
      "\nExit code: 0 when the node answers, 69 when it doesn't." +
        "\n\nExamples:\n  npx jingzhun status --config node/config.toml\n  npx jingzhun status --url http://127.0.0.1:7100 --json",
    )
    .action(async (options: ConfigOptions & { url?: string; json?: true }) => {
      const url = options.url ?? apiUrl(loadFrom(options).config.api);
      const status = await fetchStatus(url);
      if (status === undefined) {
        console.error(
          `${url} 没有节点应答：先用“jingzhun start”启动，或用 --url 指明地址\n` +
            `no node answers at ${url}: start it with "jingzhun start", or name its address with --url`,
        );
        process.exitCode = EXIT.unavailable;
      } else console.log(options.json ? JSON.stringify(status) : statusLines(status).join("\n"));
    });
}

function statusLines(status: NodeStatus): string[] {
  const time = (ms: number) => new Date(ms).toISOString();
  return [
    `链 chain         ${status.chainId}`,
    `高度 height      ${status.height}  ${status.blockHash}`,
    `区块时间 block   ${time(status.timestamp)}`,
    `节点时间 now     ${time(status.now)}`,
    `角色 role        ${status.role}${status.voting ? "" : "，不表决 (not voting)"}${status.syncing ? "，同步中 (syncing)" : ""}`,
    `验证者 validators ${status.validators.map(({ organisation }) => organisation).join(", ")}`,
    `节点连接 peers   ${status.peers}`,
    `交易池 mempool   ${status.mempool.count} (${status.mempool.bytes} bytes)`,
    `版本 version     ${status.version}`,
    ...status.problems.flatMap(({ code, zh, en, remedy }) => [`! ${code}: ${zh} / ${en}`, `  → ${remedy}`]),
  ];
}
