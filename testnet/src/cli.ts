import { type Command, InvalidArgumentError, Option } from "commander";
import { layoutOf } from "./network/layout.ts";

/** Where a test network lives unless `--dir` says otherwise. */
const DEFAULT_DIRECTORY = ".jingzhun";

const integer = (low: number, high: number) => (text: string) => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < low || value > high) {
    throw new InvalidArgumentError(
      `应为 ${low} 到 ${high} 的整数。 / expected a whole number from ${low} to ${high}.`,
    );
  }
  return value;
};

/** `8d`, `36h`, `90m`, `30s`, `500ms`, or parts joined: `1d12h`. In milliseconds. */
export function parseDuration(text: string): number {
  const units = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000, ms: 1 } as const;
  let rest = text;
  let total = 0;
  while (rest !== "") {
    const part = /^(\d{1,9})(ms|d|h|m|s)/.exec(rest);
    if (part === null)
      throw new InvalidArgumentError(
        "应为时长，例如 8d、12h、90m、30s 或 1d12h。 / expected a duration such as 8d, 12h, 90m, 30s or 1d12h.",
      );
    total += Number(part[1]) * units[part[2] as keyof typeof units];
    rest = rest.slice(part[0].length);
  }
  if (total <= 0 || !Number.isSafeInteger(total))
    throw new InvalidArgumentError("时长应大于零。 / expected a duration above zero.");
  return total;
}

/** An ISO date or time with zone, or `now`. In ms UTC. */
export function parseMoment(text: string): number {
  if (text === "now") return Date.now();
  const moment = /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00+08:00` : text;
  const time = Date.parse(moment);
  if (!/(Z|[+-]\d{2}:?\d{2})$/.test(moment) || Number.isNaN(time)) {
    throw new InvalidArgumentError(
      "应为 now、日期（2026-01-31，按北京时间）或带时区的时间（2026-01-31T09:00:00+08:00）。 / expected now, a date (2026-01-31, in Asia/Shanghai) or a time with zone (2026-01-31T09:00:00+08:00).",
    );
  }
  return time;
}

function parameter(text: string, before: Record<string, string> = {}): Record<string, string> {
  const at = text.indexOf("=");
  if (at < 1) throw new InvalidArgumentError("应为 名称=值。 / expected key=value.");
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= 1_440))
    throw new InvalidArgumentError(
      "应为大于 0、不超过 1440 的数。 / expected a number above 0, at most 1440.",
    );
  return value;
}

/** Adds the commands of this package to `jingzhun`; called by the one file of the node that loads it. */
export function register(program: Command): void {
  // Made by the program, so that it inherits how that one ends after a mistake.
  const testnet = program
    .command("testnet")
    .description("本机测试网络 / run a network of several nodes on this machine");
  const directory = () =>
    new Option("--dir <folder>", "网络所在文件夹 / folder of the network").default(DEFAULT_DIRECTORY);
  const command = (name: string, description: string) =>
    testnet.command(name).description(description).addOption(directory());

  command(
    "start",
    "创建并启动网络，填入演示数据 / create the network if needed, start its nodes and fill in the demonstration's data",
  )
    .option("--nodes <n>", "验证节点数 / validators", integer(1, 51), 4)
    .option(
      "--port <port>",
      "0 号节点的接口端口 / API port of node 0; node i has port + i",
      integer(1024, 65_000),
      7100,
    )
    .option("--p2p-port <port>", "0 号节点的 p2p 端口 / p2p port of node 0", integer(1024, 65_000), 7200)
    .option("--no-demo", "不填演示数据 / without the demonstration's data")
    .option("--no-console", "不构建控制台网页 / without building the web console")
    .option(
      "--detach",
      "就绪后返回，用 testnet stop 停止 / return when everything is ready; stop with: testnet stop",
    )
    .option("--reset", "先删除该文件夹中的网络 / delete the network in the folder first")
    .option("--params <key=value>", "创世参数，可重复 / a genesis parameter, may be repeated", parameter)
    .addHelpText(
      "after",
      "\nExamples:\n  npx jingzhun testnet start\n  npx jingzhun testnet start --nodes 7 --dir /tmp/seven --port 8100 --p2p-port 8200 --no-demo",
    )
    .action(async (options, started: Command) => {
      const given = Object.keys(options).filter((name) => started.getOptionValueSource(name) === "cli");
      const { start } = await import("./network/start.ts");
      await start({ ...options, given, layout: layoutOf(options.dir) });
    });
  command("stop", "停止全部节点 / stop every node of the network").action(async (options) => {
    const { stop } = await import("./network/stop.ts");
    await stop(layoutOf(options.dir));
  });
  command(
    "status",
    "列出各节点的进程、地址、高度与区块哈希 / list the nodes with process, addresses, height and block hash",
  )
    .option("--json", "输出一个 JSON 对象 / one JSON object")
    .action(async (options) => {
      const { networkStatus, statusTable } = await import("./network/status.ts");
      const status = await networkStatus(layoutOf(options.dir));
      console.log(options.json ? JSON.stringify(status) : statusTable(status));
    });
  command("stop-node", "停止一个节点 / stop one node")
    .argument("<i>", "节点序号 / index of the node", integer(0, 50))
    .option("--kill", "kill -9，如同断电 / kill -9, as a power cut would")
    .action(async (index: number, options) => {
      const { stopNode } = await import("./network/nodes.ts");
      const clean = await stopNode(layoutOf(options.dir), index, options.kill === true);
      console.log(
        clean === undefined
          ? `节点 ${index} 没有运行 / node ${index} was not running`
          : `节点 ${index} 已停止 / node ${index} has ended`,
      );
    });
  command("start-node", "启动一个节点，应答后返回 / start one node; returns when it answers")
    .argument("<i>", "节点序号 / index of the node", integer(0, 50))
    .action(async (index: number, options) => {
      const { startNode } = await import("./network/nodes.ts");
      const status = await startNode(layoutOf(options.dir), index);
      console.log(
        `节点 ${index} 已应答，高度 ${status.height} / node ${index} answers at height ${status.height}`,
      );
    });

  const clock = testnet
    .command("clock")
    .description(
      "把网络时钟往前拨，时间规则照常有效 / move the network's clock forward; every rule on time stays in force",
    );
  clock
    .command("advance")
    .description("拨过一段时长 / by a duration")
    .argument("<duration>", "8d, 12h, 90m, 1d12h", parseDuration)
    .addOption(directory())
    .action(async (ms: number, options) => {
      const { moveClock } = await import("./network/clock.ts");
      await moveClock(layoutOf(options.dir), { advance: ms });
    });
  clock
    .command("set")
    .description("拨到某一时刻 / to a moment")
    .argument("<moment>", "now, 2026-01-31, 2026-01-31T09:00:00+08:00", parseMoment)
    .addOption(directory())
    .action(async (time: number, options) => {
      const { moveClock } = await import("./network/clock.ts");
      await moveClock(layoutOf(options.dir), { set: time });
    });

  program
    .command("simulate")
    .description(
      "确定性模拟：整个网络运行在虚拟的时间、网络与磁盘上，由种子决定 / whole networks on virtual time, network and disk, decided by a seed",
    )
    .option("--seeds <n>", "种子数 / how many seeds", integer(1, 10_000_000), 100)
    .option("--seed-start <seed>", "第一个种子 / the first seed", integer(0, 1_000_000_000), 0)
    .option("--nodes <n>", "验证节点数，默认轮换 / validators; by default the sizes in turn", integer(1, 31))
    .option("--jobs <n>", "线程数 / threads", integer(1, 64))
    .option(
      "--faults <list>",
      "只保留这些故障（none 为全无） / only these faults of the seed's schedule, or none",
    )
    .option("--trace", "逐行输出事件（单个种子） / every event of one seed as a line")
    .option(
      "--explore",
      "穷举共识代码的全部状态，代替种子 / every state of the consensus code within bounds, instead of seeds",
    )
    .option("--rounds <n>", "穷举到第几轮 / explore up to this round", integer(0, 3), 2)
    .option(
      "--byzantine <i>",
      "穷举时的拜占庭验证者，默认轮换 / the Byzantine one; each in turn",
      integer(0, 3),
    )
    .option("--minutes <n>", "穷举的时限（分钟） / explore at most so long", positive, 3)
    .option("--bug <name>", "放入一个错误并找出它，或 all / explore with a bug put in, or with each: all")
    .option(
      "--mutations",
      "逐一放入协议错误，检验模拟能否发现 / put protocol bugs into the nodes, one after the other, and find each",
    )
    .option("--mutation <name>", "种子运行时放入这一个错误 / seeds with this bug put in")
    .option("--verbose", "连同节点日志 / with what the nodes log")
    .option("--json", "最后一行为一个 JSON 对象 / one JSON object as the last line")
    .addHelpText(
      "after",
      "\nExamples:\n  npx jingzhun simulate --seeds 1000\n  npx jingzhun simulate --seed-start 7 --seeds 1 --nodes 4 --trace\n  npx jingzhun simulate --explore\n  npx jingzhun simulate --explore --bug quorum-off-by-one\n  npx jingzhun simulate --mutations",
    )
    .action(async (options, simulated: Command) => {
      if (options.explore) {
        const { BUGS, runExplore } = await import("./simulation/explore/explore-command.ts");
        const { bug = "all" } = options;
        if (bug !== "all" && !BUGS.includes(bug))
          simulated.error(`没有错误 ${bug}，现有： / no bug ${bug}; there are: all, ${BUGS.join(", ")}`);
        process.exitCode = await runExplore(options);
        return;
      }
      if (options.mutations || options.mutation !== undefined) {
        const { MUTATION_NAMES, runMutations, runOneMutation } = await import(
          "./simulation/mutations/mutations-command.ts"
        );
        const { mutation } = options;
        if (mutation !== undefined && !MUTATION_NAMES.includes(mutation)) {
          const names = MUTATION_NAMES.join(", ");
          simulated.error(`没有错误 ${mutation}，现有： / no bug ${mutation}; there are: ${names}`);
        }
        process.exitCode = await (mutation === undefined ? runMutations(options) : runOneMutation(options));
        return;
      }
      const { runSimulate } = await import("./simulation/simulate-command.ts");
      process.exitCode = await runSimulate(options);
    });

  program
    .command("chaos")
    .description(
      "在真实进程和网络上制造故障，检验账本不丢不改 / hurt real nodes while clients write, and check that nothing is lost or taken back",
    )
    .option("--minutes <n>", "时长（分钟） / for how long, minutes", positive, 10)
    .option("--nodes <n>", "验证节点数 / validators", integer(4, 13), 4)
    .option("--seed <text>", "故障次序的种子 / seed of the order of faults", String(Date.now()))
    .option(
      "--byzantine",
      "一个节点恶意作乱，其余三个诚实 / one of four validators is hostile, the others are left alone",
    )
    .option("--json", "最后一行输出一个 JSON 对象 / one JSON object as the last line")
    .addHelpText(
      "after",
      "\nExamples:\n  npx jingzhun chaos --minutes 10\n  npx jingzhun chaos --minutes 2 --seed 7 --json\n  npx jingzhun chaos --byzantine --minutes 5",
    )
    .action(async (options) => {
      if (options.byzantine) {
        const { byzantine, byzantineLines } = await import("./chaos/byzantine.ts");
        console.log(`种子 seed ${options.seed}`);
        const report = await byzantine({ ...options, say: (line: string) => console.log(line) });
        for (const line of byzantineLines(report)) console.log(line);
        if (options.json) console.log(JSON.stringify(report));
        process.exitCode = report.ok ? 0 : 1;
        return;
      }
      const { chaos, reportLines } = await import("./chaos/chaos.ts");
      const { minutes, nodes, seed } = options;
      console.log(`种子 seed ${seed}`);
      const report = await chaos({ minutes, nodes, seed, say: (line) => console.log(line) });
      for (const line of reportLines(report)) console.log(line);
      if (options.json) console.log(JSON.stringify(report));
      process.exitCode = report.ok ? 0 : 1;
    });

  // Its own program, which `npm run bench` starts too, in a process of its own: what it measures shares nothing.
  program
    .command("bench")
    .description("性能测试 / measure this machine")
    .argument("[arguments...]", "测试名称及选项 / name of a benchmark, and its options")
    .allowUnknownOption()
    .helpOption(false)
    .action(async (words: string[]) => {
      const { runBench } = await import("./bench-process.ts");
      process.exitCode = await runBench(words);
    });
}
