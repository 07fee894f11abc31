import type { Layout } from "./layout.ts";
import { apiUrl, fetchStatus, nodePid } from "./nodes.ts";
import { isRunning } from "./processes.ts";
import { type DemoState, readDemo, readNetwork } from "./settings.ts";

export interface NetworkStatus {
  demo: DemoState;
  nodes: {
    index: number;
    /** null: not running. */
    pid: number | null;
    api: string;
    p2p: string;
    /** null: no answer. */
    height: number | null;
    blockHash: string | null;
    voting: boolean | null;
    problems: string[];
  }[];
  /** What each problem is, and what to do, by its code. */
  problemTexts: { [code: string]: { zh: string; en: string; remedy: string } };
}

/** What `testnet status` prints. */
export async function networkStatus(layout: Layout): Promise<NetworkStatus> {
  const { nodes, p2pPort } = readNetwork(layout);
  const problemTexts: NetworkStatus["problemTexts"] = {};
  return {
    demo: readDemo(layout, isRunning).state,
    problemTexts,
    nodes: await Promise.all(
      Array.from({ length: nodes }, async (_, index) => {
        const pid = nodePid(layout, index);
        const status = pid === undefined ? undefined : await fetchStatus(apiUrl(layout, index));
        for (const { code, zh, en, remedy } of status?.problems ?? [])
          problemTexts[code] = { zh, en, remedy };
        return {
          index,
          pid: pid ?? null,
          api: apiUrl(layout, index),
          p2p: `127.0.0.1:${p2pPort + index}`,
          height: status?.height ?? null,
          blockHash: status?.blockHash ?? null,
          voting: status?.voting ?? null,
          problems: status?.problems.map((problem) => problem.code) ?? [],
        };
      }),
    ),
  };
}

/** The same as a table for people. */
export function statusTable(status: NetworkStatus): string {
  const rows = status.nodes.map((node) => [
    String(node.index),
    node.pid === null ? "已停止 stopped" : String(node.pid),
    node.api,
    node.p2p,
    node.height === null ? "-" : String(node.height),
    node.blockHash === null ? "-" : node.blockHash.slice(0, 16),
    node.voting === null
      ? "-"
      : [node.voting ? "表决 voting" : "不表决 not voting", ...node.problems].join(", "),
  ]);
  const head = ["节点 node", "pid", "API", "p2p", "高度 height", "区块 block", "状态 state"];
  const problems = Object.entries(status.problemTexts).map(
    ([code, { zh, en, remedy }]) => `\n! ${code}: ${zh} / ${en}\n  → ${remedy}`,
  );
  return `${table(head, rows)}\n演示数据 demo data: ${status.demo}${problems.join("")}`;
}

/** Columns of equal width; a Chinese character takes two. */
export function table(head: string[], rows: string[][]): string {
  const width = (text: string) => [...text].reduce((sum, c) => sum + (c.codePointAt(0)! > 0x2e7f ? 2 : 1), 0);
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => width(row[column] ?? ""))));
  return all
    .map((row) =>
      row
        .map((cell, column) => cell + " ".repeat(widths[column]! - width(cell)))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
