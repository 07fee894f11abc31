import { type Command, InvalidArgumentError, Option } from "commander";
import { type LoadedConfig, loadConfig } from "../config/index.ts";

/** Options that say which configuration a command works with. */
export interface ConfigOptions {
  config: string;
  set?: Record<string, string>;
}

export function addConfigOptions(command: Command): Command {
  return command
    .addOption(
      new Option("--config <file>", "节点配置文件，TOML 或 JSON / configuration of the node, TOML or JSON")
        .env("JINGZHUN_CONFIG")
        .default("config.toml"),
    )
    .option(
      "--set <name=value>",
      "一项设置，可重复 / a setting, as in: --set api.port=7101; may be repeated",
      collectSetting,
    );
}

function collectSetting(text: string, before: Record<string, string> = {}): Record<string, string> {
  const at = text.indexOf("=");
  if (at < 1)
    throw new InvalidArgumentError(
      "应为 名称=值，例如 api.port=7101。 / expected name=value, for example api.port=7101.",
    );
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}

/** @throws ConfigError */
export function loadFrom(options: ConfigOptions): LoadedConfig {
  return loadConfig({ file: options.config, environment: process.env, flags: options.set ?? {} });
}
