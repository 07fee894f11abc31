import { join } from "node:path";
import type { Client, Finality, Routes, SignedTransaction } from "@jingzhun/client-sdk";
import { fromHex, newId, type Value } from "@jingzhun/ledger";
import { type Command, InvalidArgumentError } from "commander";
import { EXIT } from "./failure.ts";
import { addConfigOptions, type ConfigOptions, loadFrom } from "./options.ts";
import { apiUrl } from "./status-command.ts";

/** Fields of a proposal's change that hold 32 bytes, written as hex; those that are lists, written with commas. */
const BYTES = ["consensusKey", "networkKey", "replaces", "publicKey", "x25519Key"];
const LISTS = ["addresses", "api"];
const BYTE_LISTS = ["adminKeys"];
const FLAGS = ["entitled"];
const HEX_32 = /^[0-9a-f]{64}$/;

interface GovernanceOptions extends ConfigOptions {
  key?: string;
  json?: true;
}

interface Proposal {
  readonly proposalId: string;
  readonly change: { readonly [name: string]: unknown };
  readonly reason: string;
  readonly state: string;
  readonly approvals: readonly string[];
  readonly expiresAt: number;
  readonly preview?: { readonly before: SetFacts; readonly after: SetFacts } | undefined;
}
interface SetFacts {
  readonly n: number;
  readonly f: number;
  readonly quorum: number;
}

export function addGovernanceCommand(program: Command): void {
  const governance = program
    .command("governance")
    .description(
      "治理：提案、同意、启用（验证单位、观察节点、单位、密钥、参数） / proposals on validators, observers, organisations, keys and parameters",
    );
  const command = (name: string, description: string, key = "admin.json") =>
    addConfigOptions(governance.command(name))
      .description(description)
      .option(
        "--key <file>",
        `签名密钥文件，默认为密钥文件夹中的 ${key} / key file to sign with; else ${key} of the keys folder`,
      )
      .option("--json", "输出一个 JSON 对象 / one JSON object");

  command("list", "列出提案 / list the proposals")
    .option("--state <state>", "open、approved、activated、withdrawn、expired")
    .action(async ({ state, ...options }: GovernanceOptions & { state?: string }) => {
      const client = await clientOf(options, "admin");
      const proposals = await allProposals(client, state);
      if (options.json) console.log(JSON.stringify({ proposals }));
      else if (proposals.length === 0) console.log("没有提案 / no proposals");
      else console.log(proposals.map((each) => proposalLines(each).join("\n")).join("\n\n"));
    });

  command(
    "propose",
    "提出提案，即表示本单位同意 / propose a change, which counts as your organisation's approval",
  )
    .argument("<change>", "addValidator、removeValidator、addObserver、setParameters …")
    .argument("[fields...]", "字段，形如 organisation=health / fields, as in organisation=health", field)
    .requiredOption("--reason <text>", "理由 / why")
    .addHelpText(
      "after",
      "\nKeys are written as 64 hex digits, lists with commas. setParameters takes the parameters as fields, values as JSON." +
        "\n\nExamples:" +
        "\n  npx jingzhun governance propose registerOrganisation organisation=health name=县卫健局 kind=health division=433124000000 adminKeys=<hex> --reason 加入" +
        "\n  npx jingzhun governance propose addValidator organisation=health consensusKey=<hex> networkKey=<hex> addresses=/ip4/10.0.0.5/tcp/7200 --reason 加入" +
        "\n  npx jingzhun governance propose removeValidator consensusKey=<hex> --reason 退出" +
        "\n  npx jingzhun governance propose setParameters tenure=32 --reason 轮换更快",
    )
    .action(
      async (
        change: string,
        fields: string[],
        { reason, ...options }: GovernanceOptions & { reason: string },
      ) => {
        const proposalId = newId("G", globalThis.crypto.getRandomValues(new Uint8Array(10)));
        const payload = { proposalId, reason, [change]: changeOf(change, fields.map(split)) };
        await act(options, "admin", ["governance.propose", payload], proposalId);
      },
    );

  command("approve", "同意一项提案 / approve a proposal")
    .argument("<proposal>", "提案编号 G… / id of the proposal", proposalOf)
    .action(async (proposalId: string, options: GovernanceOptions) =>
      act(options, "admin", ["governance.approve", { proposalId }], proposalId),
    );

  command("withdraw", "撤回本单位的提案 / withdraw a proposal of your own")
    .argument("<proposal>", "提案编号 G… / id of the proposal", proposalOf)
    .requiredOption("--reason <text>", "理由 / why")
    .action(async (proposalId: string, { reason, ...options }: GovernanceOptions & { reason: string }) =>
      act(options, "admin", ["governance.withdraw", { proposalId, reason }], proposalId),
    );

  command(
    "activate",
    "启用获准的验证节点，在该节点上、同步完成后执行 / activate an approved validator: on that node, once it has caught up",
    "consensus.json",
  )
    .argument("<proposal>", "提案编号 G… / id of the proposal", proposalOf)
    .action(async (proposalId: string, options: GovernanceOptions) => {
      const { fetchStatus } = await import("./status-command.ts");
      const status = await fetchStatus(apiUrl(loadFrom(options).config.api));
      if (status === undefined) return unavailable(options);
      const { height, blockHash } = status;
      const payload = { proposalId, height, blockHash: fromHex(blockHash) };
      return act(options, "consensus", ["governance.activate", payload], proposalId);
    });
}

async function allProposals(client: Client, state: string | undefined): Promise<Proposal[]> {
  const filter = { limit: 100, ...(state === undefined ? {} : { state: state as "open" }) };
  const found: Proposal[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const query: typeof filter & { cursor?: string } = { ...filter, ...(cursor === "" ? {} : { cursor }) };
    const page: Routes["governance.proposals"]["response"] = await client.call("governance.proposals", {
      query,
    });
    found.push(...page.items);
    cursor = page.nextCursor;
  }
  return found;
}

/** Says all there is to say of a field that was typed. */
class FieldError extends Error {
  readonly explained = true;
}

type Role = "admin" | "consensus";

async function clientOf(options: GovernanceOptions, role: Role): Promise<Client> {
  const { config } = loadFrom(options);
  const [{ createClient, createSigner }, { configuredPassphrase, openKey }] = await Promise.all([
    import("@jingzhun/client-sdk"),
    import("../keystore/index.ts"),
  ]);
  const file = options.key ?? join(config.keys.folder, `${role}.json`);
  const { seed } = await openKey(file, configuredPassphrase(config.keys), role);
  return createClient({ urls: [apiUrl(config.api)], signer: createSigner(seed) });
}

/** Signs, submits, waits until it is final, and tells what has become of the proposal. */
async function act(
  options: GovernanceOptions,
  role: Role,
  action: readonly [string, { readonly [name: string]: Value }],
  proposalId: string,
): Promise<void> {
  const client = await clientOf(options, role);
  const signed: SignedTransaction = await client.sign([[action[0], { ...action[1] }]]);
  const end: Finality = await (await client.submitSigned(signed)).waitForFinality();
  if (end.status !== "applied") {
    const why = end.status === "rejected" ? `${end.code} ${end.path}` : "";
    if (options.json) console.log(JSON.stringify({ status: end.status, ...(why === "" ? {} : { why }) }));
    console.error(`没有生效：${end.status} ${why}\nit was not applied: ${end.status} ${why}`);
    process.exitCode = EXIT.failed;
    return;
  }
  // A consensus key reads nothing: whoever activates is told of the outcome alone.
  if (role === "consensus") {
    if (options.json) console.log(JSON.stringify({ proposalId, height: end.height }));
    else
      console.log(
        `已启用，区块 ${end.height}；下一区块起参加表决 / activated in block ${end.height}; it votes from the next one on`,
      );
    return;
  }
  const { data } = await client.call("governance.proposal", { params: { proposal: proposalId } });
  if (options.json) console.log(JSON.stringify({ ...data, height: end.height }));
  else console.log([...proposalLines(data), `区块 block      ${end.height}`].join("\n"));
}

function proposalLines({
  proposalId,
  change,
  reason,
  state,
  approvals,
  expiresAt,
  preview,
}: Proposal): string[] {
  const facts = ({ n, f, quorum }: SetFacts) => `n ${n}, f ${f}, quorum ${quorum}`;
  return [
    `提案 proposal   ${proposalId}  ${state}`,
    `内容 change     ${JSON.stringify(change)}`,
    `理由 reason     ${reason}`,
    `同意 approvals  ${approvals.join(", ")}`,
    `截止 until      ${new Date(expiresAt).toISOString()}`,
    ...(preview === undefined ? [] : [`验证集 set      ${facts(preview.before)} → ${facts(preview.after)}`]),
  ];
}

function unavailable(options: GovernanceOptions): void {
  const url = apiUrl(loadFrom(options).config.api);
  console.error(`${url} 没有节点应答，请先启动本节点 / no node answers at ${url}: start this node first`);
  process.exitCode = EXIT.unavailable;
}

function field(text: string, before: string[] = []): string[] {
  if (text.indexOf("=") < 1)
    throw new InvalidArgumentError(`应为 名称=值，而不是“${text}”。 / expected name=value, not "${text}".`);
  return [...before, text];
}

function split(text: string): [name: string, value: string] {
  const at = text.indexOf("=");
  return [text.slice(0, at), text.slice(at + 1)];
}

function proposalOf(text: string): string {
  if (!/^G[0-9A-HJKMNP-TV-Z]{17}$/.test(text))
    throw new InvalidArgumentError(
      "应为 G 开头的 18 位提案编号。 / expected an id of 18 characters beginning with G.",
    );
  return text;
}

/** The change's fields as the ledger wants them. What doesn't fit its schema is refused by the node, with words. */
function changeOf(change: string, fields: readonly (readonly [string, string])[]): { [name: string]: Value } {
  if (change === "setParameters") return { parameters: fields.map(([name, value]) => ({ name, value })) };
  return Object.fromEntries(fields.map(([name, text]) => [name, fieldValue(name, text)]));
}

function fieldValue(name: string, text: string): Value {
  if (BYTES.includes(name)) return bytesOf(name, text);
  if (BYTE_LISTS.includes(name)) return text.split(",").map((each) => bytesOf(name, each));
  if (LISTS.includes(name)) return text.split(",");
  if (FLAGS.includes(name)) return text === "true" || text === "1";
  return text;
}

function bytesOf(name: string, text: string): Uint8Array {
  const digits = text.toLowerCase();
  if (!HEX_32.test(digits)) {
    throw new FieldError(
      `${name} 应为 64 位十六进制，而不是“${text}”。\n${name} must be 64 hex digits, not "${text}".`,
    );
  }
  return fromHex(digits);
}
