import {
  type Action,
  type Attachment,
  attachmentId,
  encode,
  newId,
  suite,
  utf8,
  type Value,
} from "@jingzhun/ledger";
import { COUNTY, type County, OTHER_VILLAGE, seedOf, VILLAGE } from "./county.ts";

/** Fixed ids for tests. */
export function idOf(prefix: "H" | "P" | "I", name: string): string {
  return newId(prefix, suite.hash(utf8(`test id ${name}`)).slice(0, 10));
}

/** The ids of the fixture's files: a household in the village, one in the other county, an indicator of the county. */
export const FAMILY = idOf("H", "family");
export const OTHER_FAMILY = idOf("H", "otherfamily");
export const INDICATOR = idOf("I", "county");

export function attachment(value: { [key: string]: Value }, salt: string): Attachment {
  return { class: "restricted", salt: suite.hash(utf8(salt)).slice(0, 16), bytes: encode(value) };
}

/** Opens a file of a couple: the action, with some fields changed or facts of the spouse, and the attachments it names. */
export function registerAction(
  name: string,
  division: string,
  change: { [key: string]: Value } = {},
  spouseFacts: { [key: string]: Value } = {},
): { action: Action; attachments: Attachment[] } {
  const head = attachment(
    {
      relation: "self",
      sex: "male",
      birthDate: "1964-03-05",
      ethnicGroup: "miao",
      health: ["healthy"],
      labour: "ordinary",
    },
    `${name} head`,
  );
  const spouse = attachment(
    {
      relation: "spouse",
      sex: "female",
      birthDate: "1966-08-11",
      ethnicGroup: "miao",
      health: ["chronic"],
      ...spouseFacts,
    },
    `${name} spouse`,
  );
  const income = attachment(
    { income: [{ line: "wages", period: "2019", fen: 900_000 }], debtFen: 0 },
    `${name} income`,
  );
  const action: Action = [
    "household.register",
    {
      householdId: idOf("H", name),
      division,
      standard: "national",
      kind: "general",
      cause: { main: "illness", others: ["labour"] },
      flags: [],
      members: [
        { personId: idOf("P", `${name} head`), restricted: attachmentId(head) },
        { personId: idOf("P", `${name} spouse`), restricted: attachmentId(spouse) },
      ],
      restricted: attachmentId(income),
      effectiveDate: "2020-05-30",
      ...change,
    },
  ];
  return { action, attachments: [head, spouse, income] };
}

/** Files, money and services of the fixture: enough that every route has something to show. */
export async function fillFiles(county: County): Promise<void> {
  for (const [name, division, clerk, officer, township] of [
    ["family", VILLAGE, "clerk", "county", "township"],
    ["otherfamily", OTHER_VILLAGE, "otherclerk", "othercounty", "othertownship"],
  ] as const) {
    const { action, attachments } = registerAction(name, division);
    const householdId = idOf("H", name);
    await county.act(clerk, [action], attachments);
    await county.act(officer, [["household.approve", { householdId }]]);
    await county.act(township, [
      ["access.registerHouseholdKey", { household: householdId, publicKey: suite.publicKey(seedOf(name)) }],
    ]);
  }
  const householdId = FAMILY;
  await county.act("financeofficer", [
    [
      "fund.issue",
      {
        indicatorId: INDICATOR,
        source: "county",
        class: "development",
        year: 2020,
        purpose: "industry",
        division: COUNTY,
        organisation: "finance",
        amountFen: 50_000_000,
        document: "花财农指〔2020〕1号",
        issuedOn: "2020-05-30",
      },
    ],
  ]);
  const apply: Action = [
    "fund.apply",
    {
      householdId,
      indicatorId: INDICATOR,
      purpose: "industry",
      amountFen: 300_000,
      entitlementDate: "2020-05-31",
    },
  ];
  await county.act("clerk", [apply]);
  await county.act("county", [["fund.approve", { householdId, n: 1 }]]);
  await county.act("financeofficer", [
    ["fund.pay", { householdId, n: 1, voucher: "2020-0001", bank: "bank", paidOn: "2020-06-01" }],
  ]);
  await county.act("family", [["fund.acknowledge", { householdId, n: 1 }]]);
  await county.act("clerk", [apply]);
  await county.act("secretary", [
    [
      "service.record",
      { householdId, type: "visit", performedOn: "2020-06-01", content: "入户走访，了解春耕情况" },
    ],
  ]);
}
