import {
  type Action,
  type Attachment,
  attachmentId,
  defaultParams,
  encodeGenesis,
  encodeSignedTx,
  fromHex,
  type Genesis,
  hex,
  keyId,
  type Role,
  registry,
  signTx,
  sortValidators,
  suite,
  txId,
  utf8,
} from "@jingzhun/ledger";
import { createApi, type ListeningApi } from "../server.ts";
import { MemoryNode } from "./memory-node.ts";

/** Divisions of the fixture: a county with two townships, and another county beside it. */
export const COUNTY = "433124000000";
export const TOWNSHIP = "433124110000";
export const VILLAGE = "433124110226";
const OTHER_TOWNSHIP = "433124101000";
export const OTHER_COUNTY = "433125000000";
export const OTHER_VILLAGE = "433125100200";

const DIVISIONS: [string, string, string, string][] = [
  ["430000000000", "湖南省", "province", "000000000000"],
  ["433100000000", "湘西土家族苗族自治州", "city", "430000000000"],
  [COUNTY, "花垣县", "county", "433100000000"],
  [TOWNSHIP, "双龙镇", "township", COUNTY],
  [VILLAGE, "十八洞村", "village", TOWNSHIP],
  [OTHER_TOWNSHIP, "边城镇", "township", COUNTY],
  [OTHER_COUNTY, "保靖县", "county", "433100000000"],
  ["433125100000", "迁陵镇", "township", OTHER_COUNTY],
  [OTHER_VILLAGE, "阳朝村", "village", "433125100000"],
];

/** id, name, kind, division; those with a host have no node. */
const ORGANISATIONS: [string, string, string, string, string?][] = [
  ["poverty", "花垣县扶贫办", "poverty", COUNTY],
  ["finance", "花垣县财政局", "finance", COUNTY],
  ["civil", "花垣县民政局", "civil", COUNTY],
  ["audit", "花垣县审计局", "audit", COUNTY],
  ["bank", "花垣县农商银行", "bank", COUNTY],
  ["shuanglong", "双龙镇人民政府", "township", TOWNSHIP, "poverty"],
  ["baojing", "保靖县扶贫办", "poverty", OTHER_COUNTY],
  ["qianling", "迁陵镇人民政府", "township", "433125100000", "baojing"],
  ["baojing-finance", "保靖县财政局", "finance", OTHER_COUNTY],
  ["baojing-audit", "保靖县审计局", "audit", OTHER_COUNTY],
];

/** 2020-06-01 in Shanghai. */
const START = Date.UTC(2020, 4, 31, 16);

/** A seed made from a name: fixed keys for tests. */
export function seedOf(name: string): Uint8Array {
  return suite.hash(utf8(`test key ${name}`));
}

const CONSENSUS_SEEDS = ["poverty", "finance", "civil", "audit"].map((name) => seedOf(`consensus ${name}`));

/** The fixture's operators, one or more for each role: in the county, and beside it. */
const OPERATORS: { name: string; organisation: string; roles: [Role, string][] }[] = [
  { name: "clerk", organisation: "shuanglong", roles: [["village_clerk", VILLAGE]] },
  { name: "cadre", organisation: "shuanglong", roles: [["cadre", VILLAGE]] },
  { name: "township", organisation: "shuanglong", roles: [["township_officer", TOWNSHIP]] },
  { name: "secretary", organisation: "poverty", roles: [["village_secretary", VILLAGE]] },
  { name: "county", organisation: "poverty", roles: [["county_officer", COUNTY]] },
  { name: "county2", organisation: "civil", roles: [["county_officer", COUNTY]] },
  { name: "financeofficer", organisation: "finance", roles: [["finance_officer", COUNTY]] },
  { name: "approver", organisation: "finance", roles: [["finance_approver", COUNTY]] },
  { name: "approver2", organisation: "finance", roles: [["finance_approver", COUNTY]] },
  { name: "auditor", organisation: "audit", roles: [["auditor", COUNTY]] },
  { name: "statistician", organisation: "poverty", roles: [["statistician", COUNTY]] },
  { name: "director", organisation: "poverty", roles: [["director", COUNTY]] },
  { name: "othercadre", organisation: "qianling", roles: [["cadre", OTHER_VILLAGE]] },
  { name: "otherclerk", organisation: "qianling", roles: [["village_clerk", OTHER_VILLAGE]] },
  { name: "othertownship", organisation: "qianling", roles: [["township_officer", "433125100000"]] },
  { name: "othersecretary", organisation: "baojing", roles: [["village_secretary", OTHER_VILLAGE]] },
  { name: "othercounty", organisation: "baojing", roles: [["county_officer", OTHER_COUNTY]] },
  { name: "otherstatistician", organisation: "baojing", roles: [["statistician", OTHER_COUNTY]] },
  { name: "otherdirector", organisation: "baojing", roles: [["director", OTHER_COUNTY]] },
  { name: "otherfinance", organisation: "baojing-finance", roles: [["finance_officer", OTHER_COUNTY]] },
  { name: "otherapprover", organisation: "baojing-finance", roles: [["finance_approver", OTHER_COUNTY]] },
  { name: "otherauditor", organisation: "baojing-audit", roles: [["auditor", OTHER_COUNTY]] },
];

export interface County {
  node: MemoryNode;
  api: ListeningApi;
  /** What went wrong inside, as `onError` heard it. */
  errors: unknown[];
  /** Signs and submits as this operator (or `admin-<organisation>`); throws when it isn't applied. */
  act(who: string, actions: Action[], attachments?: Attachment[]): Promise<string>;
  signed(who: string, actions: Action[], attachments?: Attachment[]): { id: string; bytes: Uint8Array };
  /** A new API on the same port, with nothing remembered: as after a restart of the node. */
  restartApi(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** A county on a MemoryNode behind the real API on a free port, with its operators registered. */
export async function startCounty(options: { testNetwork?: boolean } = {}): Promise<County> {
  const attachment: Attachment = {
    class: "restricted",
    salt: new Uint8Array(16).fill(9),
    bytes: new Uint8Array(),
  };
  const genesis: Genesis = {
    name: "county",
    suite: suite.name,
    timestamp: START,
    organisations: ORGANISATIONS.map(([id, name, kind, division, hostedBy]) => ({
      id,
      name,
      kind,
      division,
      adminKeys: [suite.publicKey(seedOf(`admin-${id}`))],
      ...(hostedBy === undefined ? { api: ["http://127.0.0.1:7100"] } : { hostedBy }),
    })),
    validators: sortValidators(
      CONSENSUS_SEEDS.map((seed, i) => ({
        organisation: ORGANISATIONS[i]![0],
        consensusKey: suite.publicKey(seed),
        networkKey: suite.publicKey(seedOf(`network ${i}`)),
        addresses: ["/ip4/127.0.0.1/tcp/7200"],
      })),
    ),
    params: defaultParams,
    modules: registry.versions,
    records: DIVISIONS.map(
      ([code, name, level, parent]) => [`division/${code}`, { name, level, parent }] as const,
    ).toSorted(([a], [b]) => (a < b ? -1 : 1)),
    attachments: [attachmentId(attachment)],
    testNetwork: options.testNetwork ?? true,
  };
  const node = await MemoryNode.start({
    genesis: encodeGenesis(genesis),
    attachments: [attachment],
    consensusSeeds: CONSENSUS_SEEDS,
    now: START + 60_000,
  });
  const errors: unknown[] = [];
  const listen = (port: number) =>
    createApi(node, { version: "0.0.0", onError: (error) => errors.push(error) }).listen({
      host: "127.0.0.1",
      port,
    });
  const county: County = {
    node,
    api: await listen(0),
    errors,
    async restartApi() {
      const { port } = county.api;
      await county.api.close();
      county.api = await listen(port);
    },
    signed: (who, actions, attachments) => signed(node, who, actions, attachments),
    async act(who, actions, attachments) {
      const { id, bytes } = signed(node, who, actions, attachments);
      const [result] = await node.submit([bytes]);
      const status = await node.txStatus(fromHex(id));
      if (status.status !== "applied") throw new Error(`${who}: ${JSON.stringify({ result, status })}`);
      return id;
    },
    async [Symbol.asyncDispose]() {
      await county.api.close();
      await node.close();
    },
  };
  await registerOperators(county);
  node.demoOperators = OPERATORS.flatMap(({ name, organisation, roles }) =>
    roles.map(([role, division]) => ({ role, organisation, division, name, key: hex(seedOf(name)) })),
  );
  return county;
}

let nonce = 0;

function signed(node: MemoryNode, who: string, actions: Action[], attachments: Attachment[] = []) {
  const seed = seedOf(who);
  const tx = signTx(
    {
      chainId: node.chainId,
      senderKeyId: keyId(suite.publicKey(seed)),
      nonce: suite.hash(utf8(String(nonce++))).slice(0, 16),
      expiresAt: node.now() + 60_000,
      actions,
    },
    seed,
    attachments,
  );
  return { id: hex(txId(tx.body)), bytes: encodeSignedTx(tx) };
}

async function registerOperators(county: County): Promise<void> {
  for (const [id] of ORGANISATIONS) {
    const operator = `${id}-admin`;
    await county.act(`admin-${id}`, [
      ["access.registerAdmin", { organisation: id, operator, publicKey: suite.publicKey(seedOf(operator)) }],
    ]);
  }
  for (const { name, organisation, roles } of OPERATORS) {
    await county.act(`${organisation}-admin`, [
      [
        "access.registerOperator",
        {
          operator: name,
          publicKey: suite.publicKey(seedOf(name)),
          roles: roles.map(([role, division]) => ({ role, division })),
        },
      ],
    ]);
  }
}
