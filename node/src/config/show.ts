import type { LoadedConfig } from "./load.ts";
import { CONFIG_FIELDS } from "./schema.ts";

/** One line of `jingzhun config show`. */
export interface ShownSetting {
  readonly name: string;
  /** null when it isn't set; `[hidden]` when it is a secret */
  readonly value: unknown;
  /** `default`, the file, the environment variable or the flag */
  readonly source: string;
  readonly variable: string;
  readonly accepted: string;
}

export function showConfig({ config, sources }: LoadedConfig): ShownSetting[] {
  return CONFIG_FIELDS.map((field) => {
    const section = config[field.path[0] as keyof typeof config] as unknown as { [key: string]: unknown };
    const value = section[field.path[1]!];
    return {
      name: field.name,
      value: value === undefined ? null : field.secret ? "[hidden]" : value,
      source: sources.get(field.name) ?? "default",
      variable: field.variable,
      accepted: field.accepted,
    };
  });
}
