import type { Command } from "commander";
import { EXIT } from "./failure.ts";

/** What the package of test networks adds to the program (DESIGN §2). */
const COMMANDS: readonly [name: string, description: string][] = [
  ["testnet", "run a network of several nodes on this machine (本机测试网络)"],
  ["simulate", "run whole networks on virtual time, from a seed (确定性模拟)"],
  ["bench", "measure this machine (性能测试)"],
  ["chaos", "kill and partition real nodes under load (故障注入)"],
];

/**
 * The only place where the node reaches for `@jingzhun/testnet`, which is optional: without it its commands say
 * what to install. Loaded only when one of them is asked for, so that `start` and `status` don't wait for it.
 */
export async function addTestnetCommands(
  program: Command,
  asked: readonly string[],
  load: () => Promise<((program: Command) => void) | undefined> = loadPackage,
): Promise<void> {
  const wanted = asked.find((word) => !word.startsWith("-"));
  let installed = false;
  if (wanted !== undefined && COMMANDS.some(([name]) => name === wanted)) {
    const register = await load();
    if (register !== undefined) {
      installed = true;
      register(program);
      if (program.commands.some((command) => command.name() === wanted)) return;
    }
  }
  for (const [name, description] of COMMANDS) {
    if (program.commands.some((command) => command.name() === name)) continue;
    program
      .command(name)
      .description(description)
      .allowUnknownOption()
      .allowExcessArguments()
      .helpOption(false)
      .action(() => {
        console.error(installed ? notThereYet(name) : notInstalled(name));
        process.exitCode = EXIT.unavailable;
      });
  }
}

function notInstalled(name: string): string {
  return (
    `“jingzhun ${name}” 由 @jingzhun/testnet 包提供，本机未安装该包。安装命令：npm install @jingzhun/testnet\n` +
    `"jingzhun ${name}" comes with the package @jingzhun/testnet, which is not installed here.\n` +
    "Install it with:  npm install @jingzhun/testnet"
  );
}

function notThereYet(name: string): string {
  return (
    `“jingzhun ${name}” 尚未提供：已安装的 @jingzhun/testnet 不含此命令，重新安装也无济于事。\n` +
    `"jingzhun ${name}" doesn't exist yet: the installed @jingzhun/testnet has no such command, and installing it again won't help.`
  );
}

async function loadPackage(): Promise<((program: Command) => void) | undefined> {
  // A name in a variable: the node must compile, and run, where the package isn't installed.
  const name = "@jingzhun/testnet/cli";
  try {
    return ((await import(name)) as { register(program: Command): void }).register;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ERR_MODULE_NOT_FOUND" && message.includes("@jingzhun/testnet")) return undefined;
    throw error;
  }
}
