import { H, hex, suite, utf8 } from "@jingzhun/ledger";
import {
  CENTRAL_FINANCE,
  demoOrganisations,
  HUAYUAN,
  HUAYUAN_AUDIT,
  HUAYUAN_BANK,
  HUAYUAN_FINANCE,
  HUAYUAN_POVERTY,
  HUNAN_FINANCE,
  townshipOrganisation,
  villageOrganisation,
  XIANGXI_FINANCE,
} from "./organisations.ts";

/** An invented operator of the demonstration, key included. */
export interface DemoOperator {
  id: string;
  role: string;
  organisation: string;
  division: string;
  /** What the role picker shows; an invented post, no person. */
  name: string;
  /** Private key (seed), hex. Derived from the network's seed: worth nothing outside it. */
  key: string;
}

/** Cadres of a village; each looks after about twenty households. */
export const CADRES_PER_VILLAGE = 4;
/** Departments that send cadres, in turn. */
const SENDING = ["huayuan-poverty", "huayuan-civil", "huayuan-finance"] as const;

/** Keys of a test network come from its seed and a label, so that the same seed gives the same network. */
export function keySeed(seed: string, label: string): Uint8Array {
  return H("testnet-key", (h) => h.bytes(utf8(seed)).bytes(utf8(label)));
}

function operatorKey(seed: string, id: string): { seed: Uint8Array; publicKey: Uint8Array } {
  const key = keySeed(seed, `operator/${id}`);
  return { seed: key, publicKey: suite.publicKey(key) };
}

export function adminKey(seed: string, organisation: string): { seed: Uint8Array; publicKey: Uint8Array } {
  const key = keySeed(seed, `admin/${organisation}`);
  return { seed: key, publicKey: suite.publicKey(key) };
}

export const orgAdminOf = (organisation: string) => `${organisation}-admin`.slice(-40).replace(/^-/, "");
export const clerkOf = (village: string) => `clerk-${village}`;
export const cadreOf = (village: string, n: number) => `cadre-${village}-${n}`;
const secretaryOf = (village: string) => `secretary-${village}`;
export const townshipOfficerOf = (township: string) => `township-officer-${township.slice(0, 9)}`;

/**
 * Everybody who acts in the demonstration: an org_admin of each organisation that has operators, the fund chain's
 * finance officers and approvers, the county's officers, and clerk, secretary and cadres of each village.
 */
export function demoOperators(seed: string, villages: readonly string[]): DemoOperator[] {
  const list: DemoOperator[] = [];
  const add = (id: string, role: string, organisation: string, division: string, name: string) =>
    list.push({ id, role, organisation, division, name, key: hex(operatorKey(seed, id).seed) });
  const organisations = new Map(demoOrganisations(4, villages).map((each) => [each.id, each]));

  add("county-officer-1", "county_officer", HUAYUAN_POVERTY, HUAYUAN, "县级审批员（演示）");
  add("county-officer-2", "county_officer", HUAYUAN_POVERTY, HUAYUAN, "县级审批员二（演示）");
  add("county-director", "director", HUAYUAN_POVERTY, HUAYUAN, "县主管领导（演示）");
  add("county-statistician", "statistician", HUAYUAN_POVERTY, HUAYUAN, "县统计员（演示）");
  add("county-auditor", "auditor", HUAYUAN_AUDIT, HUAYUAN, "县审计员（演示）");
  for (const organisation of [CENTRAL_FINANCE, HUNAN_FINANCE, XIANGXI_FINANCE, HUAYUAN_FINANCE]) {
    const { division, name } = organisations.get(organisation)!;
    add(`${organisation}-officer`, "finance_officer", organisation, division, `${name}经办`);
    add(`${organisation}-approver-1`, "finance_approver", organisation, division, `${name}审批一`);
    add(`${organisation}-approver-2`, "finance_approver", organisation, division, `${name}审批二`);
  }
  for (const township of new Set(villages.map((village) => `${village.slice(0, 9)}000`))) {
    const organisation = townshipOrganisation(township);
    add(
      townshipOfficerOf(township),
      "township_officer",
      organisation,
      township,
      `${organisations.get(organisation)!.name}审核员`,
    );
  }
  for (const village of villages) {
    const organisation = villageOrganisation(village);
    const { name } = organisations.get(organisation)!;
    add(clerkOf(village), "village_clerk", organisation, village, `${name}信息员`);
    add(secretaryOf(village), "village_secretary", HUAYUAN_POVERTY, village, `${name}驻村第一书记`);
    for (let n = 1; n <= CADRES_PER_VILLAGE; n++) {
      add(cadreOf(village, n), "cadre", SENDING[n % SENDING.length]!, village, `${name}帮扶责任人${n}`);
    }
  }
  const withOperators = new Set([...list.map((operator) => operator.organisation), HUAYUAN_BANK]);
  for (const id of withOperators) {
    const { division, name } = organisations.get(id)!;
    add(orgAdminOf(id), "org_admin", id, division, `${name}管理员`);
  }
  return list;
}
