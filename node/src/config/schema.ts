import { z } from "zod";
import { LOG_LEVELS } from "../logging.ts";

/**
 * The configuration of a node (DESIGN §12). `accepted` of each field is what an error names and what the
 * documentation shows. Paths are taken from the folder of the configuration file.
 */

interface FieldMeta {
  readonly accepted: string;
  readonly secret?: boolean;
  readonly path?: boolean;
  readonly [key: string]: unknown;
}

function field<T extends z.ZodType>(schema: T, meta: FieldMeta): T {
  return schema.meta(meta) as T;
}

const path = (accepted: string) => field(z.string().min(1), { accepted: `path of ${accepted}`, path: true });
const pathOr = (fallback: string, accepted: string) =>
  field(z.string().min(1).default(fallback), { accepted: `path of ${accepted}`, path: true });
const optionalPath = (accepted: string) =>
  field(z.string().min(1).optional(), { accepted: `path of ${accepted}`, path: true });
const port = (fallback: number) =>
  field(z.number().int().min(0).max(65535).default(fallback), {
    accepted: "a port from 1 to 65535; 0 takes a free one",
  });

/** `/ip4/…/tcp/…`, `/ip6/…/tcp/…` or `/dns/…/tcp/…`, with or without `/p2p/…` behind it */
const MULTIADDR = /^\/(ip4|ip6|dns|dns4|dns6)\/[^/\s]+\/tcp\/\d{1,5}(\/p2p\/[A-Za-z0-9]+)?$/;
const MULTIADDR_ACCEPTED = "addresses like /ip4/10.1.2.3/tcp/7200 or /dns/node.example.cn/tcp/7200";
const addresses = () => z.array(z.string().regex(MULTIADDR));
const networkKey = z.string().regex(/^[0-9a-f]{64}$/);

const host = field(
  z
    .string()
    .regex(/^[A-Za-z0-9.:_-]+$/)
    .default("127.0.0.1"),
  {
    accepted: "a host name or IP address to listen on; 0.0.0.0 for all",
  },
);

export const configSchema = z.strictObject({
  network: z.strictObject({
    genesis: path("the network's genesis file"),
    genesisAttachments: optionalPath(
      "the attachments that founders got beside the genesis file; validators need it",
    ),
    /** Only where genesis says that it is a test network. */
    clock: optionalPath("the clock file that all nodes of a test network share"),
    operators: optionalPath("the folder with the invented operators' keys of a test network"),
  }),
  storage: z.strictObject({ folder: pathOr("data", "the data folder") }).default({ folder: "data" }),
  keys: z
    .strictObject({
      folder: pathOr("keys", "the folder with consensus.json and network.json"),
      passphrase: field(z.string().min(1).optional(), {
        accepted:
          "the passphrase of the key files; better in JINGZHUN_PASSPHRASE, passphraseFile or passphraseFd",
        secret: true,
      }),
      passphraseFile: optionalPath("a file that holds the passphrase, readable by this user only"),
      passphraseFd: field(z.number().int().min(0).optional(), {
        accepted: "number of an open file descriptor from which the passphrase is read",
      }),
    })
    .default({ folder: "keys" }),
  p2p: z
    .strictObject({
      listen: field(addresses().min(1).default(["/ip4/0.0.0.0/tcp/7200"]), { accepted: MULTIADDR_ACCEPTED }),
      announce: field(addresses().default([]), {
        accepted: `${MULTIADDR_ACCEPTED}: where others reach this node, when it isn't where it listens`,
      }),
      peers: field(
        z
          .array(
            z.strictObject({
              key: field(networkKey, { accepted: "the peer's network key, 64 hex digits" }),
              addresses: field(addresses(), { accepted: MULTIADDR_ACCEPTED }),
            }),
          )
          .default([]),
        {
          accepted:
            "a list of {key, addresses}: peers to start from; the registered ones are found on the chain",
        },
      ),
    })
    .default({ listen: ["/ip4/0.0.0.0/tcp/7200"], announce: [], peers: [] }),
  api: z
    .strictObject({
      host,
      port: port(7100),
      origins: field(z.array(z.url()).default([]), {
        accepted: "origins like https://console.example.cn whose pages may use this API",
      }),
      audiences: field(z.array(z.string().min(1)).default([]), {
        accepted: "host:port pairs under which a proxy publishes this API",
      }),
    })
    .default({ host: "127.0.0.1", port: 7100, origins: [], audiences: [] }),
  metrics: z
    .strictObject({
      /** Without a port the API serves /metrics. */
      host,
      port: field(z.number().int().min(0).max(65535).optional(), {
        accepted: "a port from 1 to 65535 for /metrics alone; without it the API serves them",
      }),
    })
    .default({ host: "127.0.0.1" }),
  log: z
    .strictObject({
      level: field(z.enum(LOG_LEVELS).default("info"), { accepted: `one of ${LOG_LEVELS.join(", ")}` }),
    })
    .default({ level: "info" }),
  resources: z
    .strictObject({
      validatorsOnHost: field(z.number().int().min(1).max(128).default(1), {
        accepted: "how many validators share this host, 1 to 128: cores are divided by it",
      }),
      signatureWorkers: field(z.number().int().min(1).max(256).optional(), {
        accepted: "threads that check signatures, 1 to 256; else cores ÷ validatorsOnHost",
      }),
    })
    .default({ validatorsOnHost: 1 }),
});

/** As written in a file: everything with a default may be left out. */
export type ConfigInput = z.input<typeof configSchema>;
/** Complete, its paths absolute. */
export type NodeConfig = z.output<typeof configSchema>;

/** One setting: `api.port`. */
export interface Field {
  readonly path: readonly string[];
  readonly name: string;
  /** JINGZHUN_API_PORT */
  readonly variable: string;
  readonly accepted: string;
  readonly secret: boolean;
  readonly isPath: boolean;
  /** What text from an environment variable or a flag is turned into. */
  readonly form: "text" | "number" | "list" | "json";
}

/** Every setting of the schema, in its order. */
export const CONFIG_FIELDS: readonly Field[] = Object.entries(configSchema.shape).flatMap(
  ([section, schema]) =>
    Object.entries(unwrap(schema, z.ZodObject).shape).map(([name, leaf]) => {
      const meta = (leaf as z.ZodType).meta() as unknown as FieldMeta;
      return {
        path: [section, name],
        name: `${section}.${name}`,
        variable: `JINGZHUN_${section}_${name.replace(/[A-Z]/g, "_$&")}`.toUpperCase(),
        accepted: meta.accepted,
        secret: meta.secret === true,
        isPath: meta.path === true,
        form: formOf(leaf as z.ZodType),
      };
    }),
);

function formOf(leaf: z.ZodType): Field["form"] {
  const inner = unwrap(leaf);
  if (inner instanceof z.ZodNumber) return "number";
  if (inner instanceof z.ZodArray)
    return inner.element instanceof z.ZodString || inner.element instanceof z.ZodURL ? "list" : "json";
  return "text";
}

function unwrap(schema: z.ZodType): z.ZodType;
function unwrap<T extends z.ZodType>(schema: z.ZodType, kind: new (...args: never[]) => T): T;
function unwrap(schema: z.ZodType): z.ZodType {
  let inner = schema;
  while (inner instanceof z.ZodDefault || inner instanceof z.ZodOptional) inner = inner.unwrap() as z.ZodType;
  return inner;
}

/** What is accepted at a path of an issue: of the innermost field that says so. */
export function acceptedAt(path: readonly PropertyKey[]): string | undefined {
  let schema: z.ZodType | undefined = configSchema;
  let accepted: string | undefined;
  for (const step of path) {
    const inner: z.ZodType = unwrap(schema as z.ZodType);
    if (inner instanceof z.ZodObject) schema = inner.shape[step as string] as z.ZodType | undefined;
    else if (inner instanceof z.ZodArray) schema = inner.element as z.ZodType;
    else break;
    if (schema === undefined) break;
    accepted = (schema.meta() as FieldMeta | undefined)?.accepted ?? accepted;
  }
  return accepted;
}

/** Names allowed inside the object at `path`. */
export function namesAt(path: readonly PropertyKey[]): string[] {
  let schema: z.ZodType = configSchema;
  for (const step of path) {
    const inner = unwrap(schema);
    if (inner instanceof z.ZodObject) schema = inner.shape[step as string] as z.ZodType;
    else if (inner instanceof z.ZodArray) schema = inner.element as z.ZodType;
  }
  const inner = unwrap(schema);
  return inner instanceof z.ZodObject ? Object.keys(inner.shape) : [];
}
