import type { Problem } from "@jingzhun/api";
import type { Watch } from "./signing/index.ts";
import { SILENT_HEIGHTS } from "./signing/watch.ts";
import type { WatchNotes, WatchReason } from "./signing/watch-files.ts";
import type { HeadsAnswered } from "./sync/others-heads.ts";

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
    zh: "自 {since} 起只同步、不表决（{whyZh}）；其他验证节点的最高区块 H = {head}，本节点从区块 {resumesAt} 起恢复表决",
    en: "since {since} this node follows and does not vote ({whyEn}); the others' highest block is H = {head}, and it votes again at block {resumesAt}",
    remedy:
      "无须操作：网络到达该区块时自动恢复。请勿启动使用同一密钥的其他副本 / nothing to do: it ends by itself when the network gets there. Never run another copy with the same key",
  },
  "node.watching_unanswered": {
    zh: "尚不知何时恢复表决：其他验证节点已应答 {answered} 个，需 {needed} 个",
    en: "when to vote again isn't known yet: {answered} of the other validators have answered, {needed} must",
    remedy:
      "启动尚未应答的验证节点，或恢复与其连通 / start the validators that have not answered, or repair the network",
  },
  "node.watching_stuck": {
    zh: "其他能表决的验证节点只有 {voting} 个，出块需要 {needed} 个：观望不会自行结束",
    en: "only {voting} other validators can vote, {needed} are needed to make blocks: watching does not end by itself",
    remedy:
      '查明本密钥最后签署的位置：纪元/区块/轮次，至多为 {epoch}/{next}/该区块在日志中的最高轮次；停止本节点，执行“jingzhun keys adopt --config <配置> --last-signed 纪元/区块/轮次”，再启动。若其他验证节点也在观望，须加 --force 并说明理由 / find out where this key signed last, as epoch/height/round: at most {epoch}/{next}/the highest round of that block in the log; stop this node, run "jingzhun keys adopt --config <file> --last-signed epoch/height/round", start it again. Where other validators watch too, --force with a reason is needed',
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
  return { code, zh: fill(zh), en: fill(en), remedy: fill(remedy) };
}

const REASONS: { readonly [reason in WatchReason]: { readonly zh: string; readonly en: string } } = {
  missing: { zh: "签名记录不存在", en: "its signer's record is missing" },
  damaged: { zh: "签名记录已损坏", en: "its signer's record is damaged" },
  behind_copy: { zh: "签名记录是旧副本", en: "its signer's record is an old copy" },
  behind_seal: {
    zh: "签名记录早于本节点在区块中的签名",
    en: "its signer's record is older than its own seals",
  },
};

export function watching({ since, reason, head }: WatchNotes, resumesAt: number | undefined): Problem {
  const { zh, en } = REASONS[reason];
  return problem("node.watching", {
    since: new Date(since).toISOString(),
    whyZh: zh,
    whyEn: en,
    head: head ?? "?",
    resumesAt: resumesAt ?? "?",
  });
}

/** Why a node that watches doesn't vote, and until when (DESIGN §6); none when it doesn't watch. */
export function watchProblems(
  watch: Watch,
  at: HeadsAnswered & { readonly epoch: number; readonly height: number },
): Problem[] {
  const { notes, resumesAt } = watch;
  if (notes === undefined) return [];
  const problems = [watching(notes, resumesAt)];
  // The old self's last place: it may have been ahead of what is here, or of what the others have.
  const next = Math.max(at.height + 1, notes.head === null ? 0 : notes.head + SILENT_HEIGHTS - 1);
  if (at.voting < at.needed) problems.push(problem("node.watching_stuck", { ...at, next }));
  else if (notes.head === null) problems.push(problem("node.watching_unanswered", { ...at }));
  return problems;
}
