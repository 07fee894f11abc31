import { readFileSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { parse as parseToml } from "smol-toml";
import { CONFIG_BYTES_MAX } from "../limits.ts";
import { ConfigError, type ConfigProblem } from "./config-error.ts";
import { acceptedAt, CONFIG_FIELDS, configSchema, type Field, type NodeConfig, namesAt } from "./schema.ts";

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Section = { [key: string]: Json };

export interface ConfigSources {
  /** TOML, or JSON when its name ends in `.json` */
  readonly file: string;
  /** `process.env`: JINGZHUN_API_PORT=7101 */
  readonly environment?: { readonly [name: string]: string | undefined };
  /** from flags: `api.port` → `7101` */
  readonly flags?: { readonly [name: string]: string };
}

export interface LoadedConfig {
  readonly config: NodeConfig;
  /** the file, absolute */
  readonly file: string;
  /** where each setting that isn't a default came from: `api.port` → `JINGZHUN_API_PORT` */
  readonly sources: ReadonlyMap<string, string>;
  /** JINGZHUN_* variables that name no setting: most likely misspelt */
  readonly unknownVariables: readonly string[];
}

/** Used by others, never a setting. */
const RESERVED_VARIABLES = new Set(["JINGZHUN_CONFIG", "JINGZHUN_PASSPHRASE"]);

/**
 * File, then environment, then flags: the later one wins. Paths come out absolute, taken from the file's folder, or
 * from the working folder when an environment variable or a flag says them.
 *
 * @throws ConfigError with everything that is wrong
 */
export function loadConfig({ file, environment = {}, flags = {} }: ConfigSources): LoadedConfig {
  const absolute = resolve(file);
  const raw = readConfigFile(absolute);
  const sources = new Map<string, string>();
  for (const field of CONFIG_FIELDS) {
    const section = raw[field.path[0]!];
    if (isSection(section) && section[field.path[1]!] !== undefined) {
      sources.set(field.name, absolute);
      if (field.isPath) absolutePath(section, field, dirname(absolute));
    }
  }
  const known = new Map(CONFIG_FIELDS.map((field) => [field.name, field]));
  const problems: ConfigProblem[] = [];
  for (const field of CONFIG_FIELDS) {
    const text = environment[field.variable];
    if (text !== undefined && text !== "") override(raw, field, text, field.variable, sources, problems);
  }
  for (const [name, text] of Object.entries(flags)) {
    const field = known.get(name);
    if (field === undefined) {
      problems.push({
        field: name,
        value: text,
        accepted: `one of ${[...known.keys()].join(", ")}`,
        source: "flag",
      });
    } else override(raw, field, text, `flag ${name}`, sources, problems);
  }
  const result = configSchema.safeParse(raw);
  if (!result.success) {
    for (const issue of result.error.issues) problems.push(...explain(issue, raw, sources, absolute));
  }
  if (problems.length > 0) throw new ConfigError(problems);
  const config = result.data!;
  for (const field of CONFIG_FIELDS) {
    const section = config[field.path[0] as keyof NodeConfig] as unknown as Section;
    if (field.isPath) absolutePath(section, field, dirname(absolute));
  }
  const variables = new Set(CONFIG_FIELDS.map((field) => field.variable));
  const unknownVariables = Object.keys(environment).filter(
    (name) => name.startsWith("JINGZHUN_") && !variables.has(name) && !RESERVED_VARIABLES.has(name),
  );
  return { config, file: absolute, sources, unknownVariables };
}

function readConfigFile(file: string): Section {
  const broken = (accepted: string, value?: string) =>
    new ConfigError([{ field: "", value, accepted, source: file }]);
  let text: string;
  try {
    if (statSync(file).size > CONFIG_BYTES_MAX)
      throw broken(`a file of at most ${CONFIG_BYTES_MAX} bytes`, "larger");
    text = readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw broken(
      "a readable TOML or JSON file; `jingzhun init` writes one",
      `not readable (${(error as NodeJS.ErrnoException).code})`,
    );
  }
  try {
    const value = (file.endsWith(".json") ? JSON.parse(text) : parseToml(text)) as Json;
    if (isSection(value)) return structuredClone(value);
  } catch (error) {
    throw broken(
      file.endsWith(".json") ? "JSON" : "TOML",
      `not well-formed: ${String((error as Error).message).trim()}`,
    );
  }
  throw broken("a table of sections", "something else");
}

function isSection(value: Json | undefined): value is Section {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function absolutePath(section: Section, field: Field, folder: string): void {
  const value = section[field.path[1]!];
  if (typeof value === "string" && value !== "") section[field.path[1]!] = resolve(folder, value);
}

function override(
  raw: Section,
  field: Field,
  text: string,
  source: string,
  sources: Map<string, string>,
  problems: ConfigProblem[],
): void {
  const [section, name] = field.path as [string, string];
  const target = (raw[section] ??= {});
  if (!isSection(target)) return; // the schema complains about it
  let value: Json;
  try {
    value = fromText(field, text);
  } catch {
    problems.push({ field: field.name, value: shown(field, text), accepted: field.accepted, source });
    return;
  }
  target[name] = value;
  if (field.isPath) absolutePath(target, field, process.cwd());
  sources.set(field.name, source);
}

function fromText(field: Field, text: string): Json {
  if (field.form === "number") {
    if (!/^-?\d+$/.test(text.trim())) throw new Error("not a number");
    return Number(text);
  }
  if (field.form === "list")
    return text
      .split(",")
      .map((item) => item.trim())
      .filter((item) => item !== "");
  if (field.form === "json") return JSON.parse(text) as Json;
  return text;
}

type Issue = { code: string; path: PropertyKey[]; message: string; keys?: string[] };

function explain(
  issue: Issue,
  raw: Section,
  sources: ReadonlyMap<string, string>,
  file: string,
): ConfigProblem[] {
  const name = issue.path.join(".");
  if (issue.code === "unrecognized_keys") {
    const accepted = `one of ${namesAt(issue.path).join(", ")}`;
    return (issue.keys ?? []).map((key) => ({
      field: name === "" ? key : `${name}.${key}`,
      value: "not a setting",
      accepted,
      source: file,
    }));
  }
  const field = CONFIG_FIELDS.find((known) => name === known.name || name.startsWith(`${known.name}.`));
  const value = issue.path.reduce<Json | undefined>(
    (at, step) => (typeof at === "object" && at !== null ? (at as Section)[step as string] : undefined),
    raw,
  );
  return [
    {
      field: name,
      value: value === undefined ? undefined : shown(field, JSON.stringify(value)),
      accepted: acceptedAt(issue.path) ?? issue.message,
      source: (field === undefined ? undefined : sources.get(field.name)) ?? file,
    },
  ];
}

function shown(field: Field | undefined, text: string): string {
  if (field?.secret === true) return "[hidden]";
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}
