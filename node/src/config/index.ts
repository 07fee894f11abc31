export { ConfigError, type ConfigProblem, describeProblem } from "./config-error.ts";
export { type ConfigSources, type LoadedConfig, loadConfig } from "./load.ts";
export { CONFIG_FIELDS, type ConfigInput, configSchema, type Field, type NodeConfig } from "./schema.ts";
export { type ShownSetting, showConfig } from "./show.ts";
export { writeConfig } from "./write.ts";
