import { mkdirSync, readFileSync, rmSync, statfsSync } from "node:fs";
import { availableParallelism, totalmem } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { NODE_MAJOR_MIN, VERSION } from "../cli/version.ts";
import { writeFileDurably } from "../durable-file.ts";
import { bad, type Finding, ok } from "./finding.ts";

const GIB = 1024 ** 3;
/** bytes free below which a node is about to stop, and below which somebody should act */
const DISK_PROBLEM_BYTES = 2 * GIB;
const DISK_WARNING_BYTES = 20 * GIB;
/** LevelDB keeps up to 1,000 files open, each connection is one, and each request of the API */
const FILES_PROBLEM = 2_048;
const FILES_WARNING = 8_192;
/** ms of a synced write above which finality suffers; the reference machine takes 0.3 ms */
const SYNC_WARNING_MS = 20;
/** ms by which wall clock and monotonic clock may run apart in a tenth of a second */
const DRIFT_WARNING_MS = 25;

export function checkVersions(): Finding[] {
  const { node } = process.versions;
  if (Number(node.split(".")[0]) < NODE_MAJOR_MIN) {
    return [
      bad(
        "problem",
        "versions",
        [
          `Node 版本为 ${node}，需要 ${NODE_MAJOR_MIN} 或更新`,
          `Node is ${node}, ${NODE_MAJOR_MIN} or newer is needed`,
        ],
        [`安装 Node ${NODE_MAJOR_MIN}`, `install Node ${NODE_MAJOR_MIN}`],
      ),
    ];
  }
  const facts = `jingzhun ${VERSION}, Node ${node}, ${process.platform} ${process.arch}`;
  const findings = [ok("versions", facts, facts)];
  const memory = totalmem();
  const cores = availableParallelism();
  const size = `${cores} cores, ${(memory / GIB).toFixed(1)} GiB`;
  findings.push(
    memory < GIB
      ? bad(
          "warning",
          "memory",
          [`内存仅 ${(memory / GIB).toFixed(1)} GiB`, `only ${(memory / GIB).toFixed(1)} GiB of memory`],
          ["建议至少 1 GiB", "have at least 1 GiB"],
        )
      : ok("memory", size, size),
  );
  return findings;
}

export function checkDisk(folder: string): Finding[] {
  const findings: Finding[] = [];
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const probe = join(folder, ".doctor");
    const times: number[] = [];
    for (let i = 0; i < 3; i++) {
      const start = performance.now();
      writeFileDurably(probe, "probe");
      times.push(performance.now() - start);
    }
    rmSync(probe);
    const middle = times.sort((a, b) => a - b)[1]!.toFixed(1);
    findings.push(
      Number(middle) > SYNC_WARNING_MS
        ? bad(
            "warning",
            "disk.speed",
            [`同步写一次需 ${middle} 毫秒`, `a synced write takes ${middle} ms`],
            ["把数据放到固态硬盘上", "put the data on an SSD"],
          )
        : ok("disk.speed", `同步写一次 ${middle} 毫秒`, `a synced write takes ${middle} ms`),
    );
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    return [
      bad(
        "problem",
        "disk.write",
        [`无法写入数据文件夹 ${folder}（${code}）`, `the data folder ${folder} can't be written (${code})`],
        [
          "检查文件夹的属主与权限，或改 storage.folder",
          "check its owner and permissions, or change storage.folder",
        ],
      ),
    ];
  }
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  const shown = `${(free / GIB).toFixed(1)} GiB`;
  if (free >= DISK_WARNING_BYTES) findings.push(ok("disk.space", `剩余 ${shown}`, `${shown} free`));
  else {
    findings.push(
      bad(
        free < DISK_PROBLEM_BYTES ? "problem" : "warning",
        "disk.space",
        [`磁盘仅剩 ${shown}`, `only ${shown} of disk left`],
        ["清理或扩大磁盘", "free or add space"],
      ),
    );
  }
  return findings;
}

export function checkFileLimit(): Finding[] {
  let limits: string;
  try {
    limits = readFileSync("/proc/self/limits", "utf8");
  } catch {
    return []; // not Linux: there is no way to ask without a shell
  }
  const soft = Number(/^Max open files\s+(\d+)/m.exec(limits)?.[1] ?? Number.POSITIVE_INFINITY);
  if (soft >= FILES_WARNING) return [ok("files", `可同时打开 ${soft} 个文件`, `${soft} open files allowed`)];
  return [
    bad(
      soft < FILES_PROBLEM ? "problem" : "warning",
      "files",
      [`只允许同时打开 ${soft} 个文件`, `only ${soft} open files are allowed`],
      [
        `运行前执行“ulimit -n 65536”，或在 systemd 单元中设 LimitNOFILE=65536`,
        `run "ulimit -n 65536" first, or set LimitNOFILE=65536 in the systemd unit`,
      ],
    ),
  ];
}

/** @param notBefore ms UTC that certainly lies in the past: the genesis time of a production network */
export async function checkClock(notBefore: number): Promise<Finding[]> {
  const wall = Date.now();
  const monotonic = performance.now();
  if (wall < notBefore) {
    const shown = new Date(wall).toISOString();
    return [
      bad(
        "problem",
        "clock",
        [`系统时间 ${shown} 早于创世时间`, `the system's time ${shown} lies before genesis`],
        ["校准系统时间并启用 NTP", "set the clock and enable NTP"],
      ),
    ];
  }
  await delay(100);
  const drift = Math.abs(Date.now() - wall - (performance.now() - monotonic));
  if (drift > DRIFT_WARNING_MS) {
    return [
      bad(
        "warning",
        "clock",
        [
          `系统时间正在跳动（十分之一秒内 ${drift.toFixed(0)} 毫秒）`,
          `the system's time is being moved (${drift.toFixed(0)} ms in a tenth of a second)`,
        ],
        ["启用 NTP（chrony 或 systemd-timesyncd）平滑校时", "let NTP (chrony or systemd-timesyncd) slew it"],
      ),
    ];
  }
  const shown = new Date(wall).toISOString();
  return [ok("clock", `系统时间 ${shown}`, `the system's time is ${shown}`)];
}
