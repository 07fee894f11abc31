import type { Command } from "commander";
import { showConfig } from "../config/index.ts";
import { addConfigOptions, type ConfigOptions, loadFrom } from "./options.ts";

export function addConfigCommand(program: Command): void {
  const config = program.command("config").description("节点配置 / settings of a node");
  addConfigOptions(config.command("show"))
    .description(
      "列出各项设置、来源与可用值 / print every setting, where it comes from and what is accepted; secrets are hidden",
    )
    .option("--json", "输出一个 JSON 对象 / one JSON object")
    .addHelpText(
      "after",
      "\nA setting is taken from the file, then from its environment variable, then from --set; the later one wins." +
        "\n\nExample:\n  JINGZHUN_API_PORT=7101 npx jingzhun config show --config node/config.toml",
    )
    .action((options: ConfigOptions & { json?: true }) => {
      const loaded = loadFrom(options);
      const settings = showConfig(loaded);
      if (options.json) {
        console.log(JSON.stringify({ file: loaded.file, settings }));
        return;
      }
      for (const { name, value, source, variable, accepted } of settings) {
        console.log(`${name} = ${value === null ? "(not set)" : JSON.stringify(value)}`);
        console.log(`    from ${source}; ${variable}; ${accepted}`);
      }
      for (const name of loaded.unknownVariables) console.error(`${name} names no setting`);
    });
}
