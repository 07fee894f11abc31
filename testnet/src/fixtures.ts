import { action, newId, restrictedAttachment } from "@jingzhun/client-sdk";
import type { Action, Attachment, Value } from "@jingzhun/ledger";

/**
 * Valid things to begin a test with: an invented person, a household, an indicator. Every call makes new ones; `change`
 * puts something else, also something wrong, in place of a field.
 */

type Change = { readonly [field: string]: Value };

export interface PersonFixture {
  personId: string;
  /** For the `members` of `household.register`. */
  member: { personId: string; restricted: Uint8Array };
  attachment: Attachment;
}

/** An invented person: a healthy woman, head of her household, unless `change` says otherwise. */
export function personFixture(change: Change = {}): PersonFixture {
  const personId = newId("P");
  const { id, attachment } = restrictedAttachment({
    relation: "self",
    sex: "female",
    birthDate: "1968-05-01",
    ethnicGroup: "miao",
    health: ["healthy"],
    ...change,
  });
  return { personId, member: { personId, restricted: id }, attachment };
}

export interface HouseholdFixture {
  householdId: string;
  persons: readonly PersonFixture[];
  /** A village clerk's transaction: `client.submit(actions, { attachments })`. */
  actions: Action[];
  attachments: Attachment[];
}

/** A poor household of one, or of `persons`, in a village (12 digits), which applied on `date` (`client.today()`). */
export function householdFixture(options: {
  division: string;
  date: string;
  persons?: readonly PersonFixture[];
  change?: Change;
}): HouseholdFixture {
  const { division, date, persons = [personFixture()] } = options;
  const householdId = newId("H");
  const [type, payload] = action("household.register", {
    householdId,
    division,
    standard: "national",
    kind: "general",
    cause: { main: "illness", others: [] },
    flags: [],
    members: persons.map(({ member }) => member),
    effectiveDate: date,
  });
  return {
    householdId,
    persons,
    actions: [[type, { ...payload, ...options.change }]],
    attachments: persons.map(({ attachment }) => attachment),
  };
}

/** An indicator of 10 yuan of the county's own money, issued on `date`: a finance officer's transaction. */
export function indicatorFixture(options: {
  division: string;
  organisation: string;
  date: string;
  change?: Change;
}): { indicatorId: string; actions: Action[] } {
  const { division, organisation, date } = options;
  const indicatorId = newId("I");
  const [type, payload] = action("fund.issue", {
    indicatorId,
    source: "county",
    class: "development",
    year: Number(date.slice(0, 4)),
    purpose: "industry",
    division,
    organisation,
    amountFen: 1_000,
    document: `演示财农〔${date.slice(0, 4)}〕1号`,
    issuedOn: date,
  });
  return { indicatorId, actions: [[type, { ...payload, ...options.change }]] };
}

/** A visit of half an hour to a registered household: its cadre's transaction. */
export function serviceFixture(options: { householdId: string; date: string; change?: Change }): {
  actions: Action[];
} {
  const [type, payload] = action("service.record", {
    householdId: options.householdId,
    type: "visit",
    performedOn: options.date,
    minutes: 30,
    content: "入户走访（演示数据）",
  });
  return { actions: [[type, { ...payload, ...options.change }]] };
}
