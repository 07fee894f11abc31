import { flushCompileCache } from "node:module";
import type { Command } from "commander";
import { createLogger } from "../logging.ts";
import { askPassphrase } from "./ask-passphrase.ts";
import { EXIT } from "./failure.ts";
import { addConfigOptions, type ConfigOptions, loadFrom } from "./options.ts";

/** ms that a graceful stop may take before the process ends anyway: less than what service managers allow */
const STOP_TIMEOUT_MS = 10_000;

export function addStartCommand(program: Command): void {
  addConfigOptions(program.command("start"))
    .description("启动节点，直到要求停止 / run a node until it is told to stop")
    .addHelpText(
      "after",
      "\nLogs are JSON lines on stdout. SIGTERM or Ctrl-C stops it gracefully." +
        "\n\nExample:\n  JINGZHUN_PASSPHRASE=… npx jingzhun start --config node/config.toml",
    )
    .action(start);
}

async function start(options: ConfigOptions): Promise<void> {
  const { config, unknownVariables } = loadFrom(options);
  const logger = createLogger({ level: config.log.level });
  for (const name of unknownVariables) logger.warn({ variable: name }, "names no setting");
  const { passphrase, passphraseFile, passphraseFd } = config.keys;
  if ((passphrase ?? passphraseFile ?? passphraseFd ?? process.env["JINGZHUN_PASSPHRASE"]) === undefined) {
    const asked = await askPassphrase("密钥口令 passphrase of the keys: ");
    if (asked !== undefined) config.keys.passphrase = asked;
  }

  // Heard from the first moment on, so that a stop during a long start isn't lost.
  const stopped = new Promise<NodeJS.Signals>((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => resolve(signal));
  });
  process.on("uncaughtException", (error) => {
    logger.fatal(
      { error: String(error), stack: error.stack },
      "the node stops: an error that nobody expected",
    );
    process.exit(EXIT.internal); // at once: what was reported final is on the disk
  });

  const [{ createNode }, { consoleFiles }] = await Promise.all([
    import("../node.ts"),
    import("@jingzhun/api"),
  ]);
  const node = await createNode(config, { logger, files: consoleFiles() });
  // At exit Node does so by itself, but a killed node would compile everything again at each start.
  flushCompileCache();
  const signal = await stopped;
  logger.info({ signal }, "stopping");
  const late = setTimeout(() => {
    logger.error({ ms: STOP_TIMEOUT_MS }, "did not stop in time; ending anyway");
    process.exit(EXIT.internal);
  }, STOP_TIMEOUT_MS);
  await node.stop();
  clearTimeout(late);
  logger.info("stopped");
  process.exit(0);
}
