import { divisionName } from "../divisions.ts";

/** An organisation of the demonstration. All are invented offices of real divisions. */
export interface DemoOrganisation {
  id: string;
  name: string;
  kind: string;
  division: string;
  hostedBy?: string;
}

/** Stands behind every name, so that nobody takes an office of a real place for the real one. */
const INVENTED = "（演示）";

export const HUAYUAN = "433124000000";
export const SHIBADONG = "433124110226";

const DEPARTMENTS = [
  ["poverty", "乡村振兴局"],
  ["finance", "财政局"],
  ["civil", "民政局"],
  ["audit", "审计局"],
  ["discipline", "纪委监委"],
  ["education", "教育和体育局"],
  ["health", "卫生健康局"],
  ["medical_insurance", "医疗保障局"],
  ["housing", "住房和城乡建设局"],
  ["water", "水利局"],
  ["agriculture", "农业农村局"],
  ["hr", "人力资源和社会保障局"],
  ["disabled", "残疾人联合会"],
  ["public_security", "公安局"],
  ["natural_resources", "自然资源局"],
  ["transport", "交通运输局"],
  ["statistics", "统计局"],
] as const;

/** The counties whose departments validate, Huayuan first; more than one only in networks of more than 17 nodes. */
const COUNTIES = [
  ["huayuan", HUAYUAN],
  ["fenghuang", "433123000000"],
  ["baojing", "433125000000"],
] as const;

/** At most this many validators can be named; DESIGN §13 asks for reports up to 31. */
const MAX_VALIDATORS = DEPARTMENTS.length * COUNTIES.length;

/** The n departments that run a validator each, in node order. */
export function validatorOrganisations(n: number): DemoOrganisation[] {
  if (!Number.isInteger(n) || n < 1 || n > MAX_VALIDATORS) {
    throw new RangeError(`a test network has 1 to ${MAX_VALIDATORS} validators, not ${n}`);
  }
  return COUNTIES.flatMap(([prefix, division]) =>
    DEPARTMENTS.map(([kind, name]) => ({
      id: `${prefix}-${kind.replaceAll("_", "-")}`,
      name: `${divisionName(division)}${name}${INVENTED}`,
      kind,
      division,
    })),
  ).slice(0, n);
}

/** The chain that brings money down, the bank that pays it out, and the county's first departments. */
export const CENTRAL_FINANCE = "central-finance";
export const HUNAN_FINANCE = "hunan-finance";
export const XIANGXI_FINANCE = "xiangxi-finance";
export const HUAYUAN_FINANCE = "huayuan-finance";
export const HUAYUAN_POVERTY = "huayuan-poverty";
export const HUAYUAN_AUDIT = "huayuan-audit";
export const HUAYUAN_BANK = "huayuan-bank";

export const townshipOrganisation = (township: string) => `township-${township.slice(0, 9)}`;
export const villageOrganisation = (village: string) => `village-${village}`;

/** Every organisation in the demonstration's genesis: validators, fund chain, bank, townships and villages. */
export function demoOrganisations(nodes: number, villages: readonly string[]): DemoOrganisation[] {
  const list = new Map<string, DemoOrganisation>();
  const add = (organisation: DemoOrganisation) => {
    if (!list.has(organisation.id)) list.set(organisation.id, organisation);
  };
  for (const organisation of validatorOrganisations(Math.max(nodes, 4))) add(organisation);
  add({ id: CENTRAL_FINANCE, name: `财政部${INVENTED}`, kind: "finance", division: "000000000000" });
  add({ id: HUNAN_FINANCE, name: `湖南省财政厅${INVENTED}`, kind: "finance", division: "430000000000" });
  add({ id: XIANGXI_FINANCE, name: `湘西州财政局${INVENTED}`, kind: "finance", division: "433100000000" });
  add({ id: HUAYUAN_BANK, name: `花垣县代发银行${INVENTED}`, kind: "bank", division: HUAYUAN });
  for (const village of villages) {
    const township = `${village.slice(0, 9)}000`;
    add({
      id: townshipOrganisation(township),
      name: `${divisionName(township)}人民政府${INVENTED}`,
      kind: "township",
      division: township,
      hostedBy: HUAYUAN_POVERTY,
    });
    add({
      id: villageOrganisation(village),
      name: `${divisionName(village)}村民委员会${INVENTED}`,
      kind: "village",
      division: village,
      hostedBy: HUAYUAN_POVERTY,
    });
  }
  return [...list.values()];
}
