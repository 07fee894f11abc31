import { Command, CommanderError } from "commander";
import { addConfigCommand } from "./config-command.ts";
import { addDoctorCommand } from "./doctor-command.ts";
import { EXIT, explainFailure } from "./failure.ts";
import { addGovernanceCommand } from "./governance-command.ts";
import { addInitCommand } from "./init-command.ts";
import { addKeysCommand } from "./keys-command.ts";
import { addStartCommand } from "./start-command.ts";
import { addStatusCommand } from "./status-command.ts";
import { addTestnetCommands } from "./testnet-plugin.ts";
import { sayMistakesInChinese } from "./usage-errors.ts";
import { VERSION } from "./version.ts";

/** The program `jingzhun` (DESIGN §12). Sets the exit code; returns when the command is done. */
export async function main(args: readonly string[]): Promise<void> {
  try {
    const program = new Command("jingzhun")
      .description("精准：扶贫救助许可链节点 / a permissioned ledger for public assistance")
      .version(VERSION)
      .showSuggestionAfterError()
      .exitOverride()
      .addHelpText(
        "after",
        "\nExamples:\n" +
          "  npx jingzhun testnet start                      four validators on this machine, with data to try\n" +
          "  npx jingzhun init --dir node --genesis genesis.bin\n" +
          "  npx jingzhun start --config node/config.toml\n" +
          "  npx jingzhun doctor --config node/config.toml",
      );
    sayMistakesInChinese(program);
    addInitCommand(program);
    addStartCommand(program);
    addStatusCommand(program);
    addConfigCommand(program);
    addKeysCommand(program);
    addDoctorCommand(program);
    addGovernanceCommand(program);
    await addTestnetCommands(program, args);
    await program.parseAsync([...args], { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? 0 : EXIT.usage;
      return;
    }
    process.exitCode = explainFailure(error);
  }
}
