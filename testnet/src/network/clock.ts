import type { Layout } from "./layout.ts";
import { apiUrl, fetchStatus } from "./nodes.ts";
import { readNetwork } from "./settings.ts";
import { TestnetError } from "./testnet-error.ts";

/**
 * Moves the network's clock through every node that answers; the first writes the file, and a node that is
 * away reads it at its start. Throws when none answers or one refuses.
 */
export async function moveClock(
  layout: Layout,
  move: { advance: number } | { set: number },
  print: (line: string) => void = console.log,
): Promise<number> {
  const { nodes } = readNetwork(layout);
  const urls = Array.from({ length: nodes }, (_, index) => apiUrl(layout, index));
  const statuses = await Promise.all(urls.map((url) => fetchStatus(url)));
  const alive = urls.filter((_, index) => statuses[index] !== undefined);
  if (alive.length === 0)
    throw new TestnetError("没有节点应答，请先启动网络", "no node answers: start the network first");
  // One target for all, so that a node asked a moment later doesn't go further.
  const target =
    "set" in move ? move.set : Math.max(...statuses.map((status) => status?.now ?? 0)) + move.advance;
  let now = 0;
  for (const url of alive) {
    const response = await fetch(`${url}/v1/testnet/clock`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ set: target }),
      signal: AbortSignal.timeout(10_000),
    });
    const answer = (await response.json()) as {
      now?: number;
      code?: string;
      message?: { zh: string; en: string };
    };
    // A node whose clock file another node's answer has already moved is where it should be.
    if (!response.ok && !(answer.code === "clock.backwards" && now >= target)) {
      throw new TestnetError(
        `${url} 拒绝调整时钟：${answer.message?.zh ?? response.status}`,
        `${url} refused to move its clock: ${answer.message?.en ?? response.status} (${answer.code})`,
      );
    }
    now = Math.max(now, answer.now ?? 0);
  }
  print(
    `网络时钟现为 / the network's clock stands at ${new Date(now).toISOString()} (已通知 ${alive.length}/${nodes} 个节点 / ${alive.length} of ${nodes} nodes told)`,
  );
  return now;
}
