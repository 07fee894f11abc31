import { connect, createServer } from "node:net";
import { faulty, type ValidatorSet } from "@jingzhun/ledger";
import type { NodeConfig } from "../config/index.ts";
import { bad, type Finding, ok } from "./finding.ts";

/** ms that a connection to a peer may take to come up */
const CONNECT_TIMEOUT_MS = 2_000;

interface HostPort {
  readonly host: string;
  readonly port: number;
}

/** `/ip4/127.0.0.1/tcp/7200` → host and port; undefined for other forms. */
function hostPortOf(address: string): HostPort | undefined {
  const [, , host, , port] = address.split("/");
  return host === undefined || port === undefined ? undefined : { host, port: Number(port) };
}

/** Can the ports be taken? Only asked when the node isn't running. */
export async function checkPorts(config: NodeConfig): Promise<Finding[]> {
  const wanted: [check: string, setting: string, at: HostPort][] = [
    ["port.api", "api.port", { host: config.api.host, port: config.api.port }],
  ];
  for (const address of config.p2p.listen) {
    const at = hostPortOf(address);
    if (at !== undefined) wanted.push(["port.p2p", "p2p.listen", at]);
  }
  if (config.metrics.port !== undefined) {
    wanted.push(["port.metrics", "metrics.port", { host: config.metrics.host, port: config.metrics.port }]);
  }
  return Promise.all(
    wanted.map(async ([check, setting, { host, port }]) => {
      const problem = await listenProblem({ host, port });
      const where = `${host}:${port}`;
      if (problem === undefined) return ok(check, `${where} 可用`, `${where} is free`);
      return bad(
        "problem",
        check,
        [`无法监听 ${where}（${problem}）`, `can't listen on ${where} (${problem})`],
        [`停止占用该端口的程序，或改 ${setting}`, `stop the program that holds it, or change ${setting}`],
      );
    }),
  );
}

function listenProblem({ host, port }: HostPort): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? "unknown"));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}

/** Do the others answer at their addresses? */
export async function checkPeers(
  peers: readonly { readonly name: string; readonly addresses: readonly string[] }[],
  validators: ValidatorSet | undefined,
): Promise<Finding[]> {
  const reached = await Promise.all(
    peers.map(async ({ addresses }) => {
      for (const address of addresses) {
        const at = hostPortOf(address);
        if (at !== undefined && (await reaches(at))) return true;
      }
      return false;
    }),
  );
  const count = reached.filter(Boolean).length;
  const away = peers
    .filter((_, i) => !reached[i])
    .map(({ name }) => name)
    .sort();
  const shown = `${count} / ${peers.length}`;
  if (away.length === 0) return [ok("peers", `可连接 ${shown} 个节点`, `${shown} peers answer`)];
  // With f validators away the others still decide.
  const tolerated = validators === undefined ? 0 : faulty(validators.length);
  return [
    bad(
      away.length <= tolerated ? "warning" : "problem",
      "peers",
      [
        `仅可连接 ${shown} 个节点，连不上：${away.join("、")}`,
        `only ${shown} peers answer; away: ${away.join(", ")}`,
      ],
      [
        "检查对方节点是否在运行、地址与防火墙（p2p 端口须双向可达）",
        "check that they run, their addresses, and the firewall (the p2p port must be open)",
      ],
    ),
  ];
}

function reaches({ host, port }: HostPort): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: CONNECT_TIMEOUT_MS });
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("connect", () => end(true));
    socket.once("timeout", () => end(false));
    socket.once("error", () => end(false));
  });
}
