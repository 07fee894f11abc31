import type { Problem } from "@jingzhun/api";

/** What a running node says is wrong with it, and what to do about it (`status.problems`, `ready`). */
const PROBLEMS = {
  "node.diverged": {
    zh: "本节点在区块 {height} 的计算结果与多数节点不同，已停止表决",
    en: "this node's result for block {height} differs from what a quorum certified; it has stopped voting",
    remedy:
      "停止节点；把整个数据文件夹移到别处保存，其中的 divergence.json 记录了差异，请连同日志交给维护人员；换上修正后的程序再启动，节点从其他节点重新取得全部区块。密钥文件夹不要动 / stop the node; move the whole data folder elsewhere and keep it: its divergence.json says what differs, give it to the maintainers with the logs; start again with a corrected version, and the node fetches all blocks anew from the others. Leave the keys folder as it is",
  },
  "node.syncing": {
    zh: "正在追赶：本节点区块 {height}，网络区块 {highest}",
    en: "catching up: at block {height}, the network is at {highest}",
    remedy: "请稍候，或改用其他节点 / wait, or use another node",
  },
  "node.stale": {
    zh: "已有 {seconds} 秒没有新区块",
    en: "no new block for {seconds} s",
    remedy:
      "检查其他验证节点是否在运行、网络是否连通 / check that the other validators run and can be reached",
  },
  "node.no_quorum": {
    zh: "可连通的验证节点只有 {present} 个，出块需要 {needed} 个；已提交的数据不会丢失",
    en: "only {present} validators can be reached, {needed} are needed to make blocks; nothing that was committed is lost",
    remedy: "启动停止的验证节点或恢复网络 / start the validators that are down, or repair the network",
  },
  "node.clock_behind": {
    zh: "本机时钟比最新区块慢 {seconds} 秒",
    en: "this host's clock is {seconds} s behind the newest block",
    remedy: "同步本机时钟（NTP） / synchronise the clock (NTP)",
  },
  "node.watching": {
    zh: "签名记录缺失或损坏，节点只同步不表决",
    en: "the signer's record is missing or damaged: the node follows and does not vote",
    remedy:
      "确认没有另一个副本在运行；停止节点，放回本机最新的签名记录后再启动，绝不使用旧备份 / make sure that no other copy runs; stop the node, put this host's newest signer's record back, start again; never use an old backup",
  },
  "node.key_elsewhere": {
    zh: "本节点的共识密钥签署了本节点未曾签署的内容，已停止表决",
    en: "this node's consensus key signed something that this node didn't; it has stopped voting",
    remedy:
      "停止使用同一密钥的其他副本；若没有副本，则签名记录来自旧备份，或密钥已泄露（须更换密钥）。确认之后，等网络再产生三个区块（网络缺少本节点便不能出块的，不必等待），停止本节点，删除密钥文件夹中的 key-elsewhere.json，再启动 / stop the other copy that uses this key; if there is none, the signer's record came from an old backup, or the key was stolen and must be replaced. Once that is sure, wait until the network has made three more blocks (unless it can make none without this node), stop this node, remove key-elsewhere.json from the keys folder, and start it again",
  },
} as const satisfies { [code: string]: Omit<Problem, "code"> };

export function problem(
  code: keyof typeof PROBLEMS,
  values: { readonly [name: string]: number | string } = {},
): Problem {
  const { zh, en, remedy } = PROBLEMS[code];
  const fill = (text: string) =>
    text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
  return { code, zh: fill(zh), en: fill(en), remedy };
}
