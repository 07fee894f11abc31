import { organisationRecord } from "../access/schema.ts";
import { codeEntry, FUND_SOURCES } from "../codes/index.ts";
import type { ActionContext } from "../context.ts";
import { divisionLevel, withinDivision } from "../division/codes.ts";
import { requireDivision } from "../division/queries.ts";
import { NATION } from "../division/schema.ts";
import { defineAction } from "../module.ts";
import { notInFuture } from "../past-date.ts";
import { accountIds } from "./accounts.ts";
import { countFunds } from "./counters.ts";
import { allocatePayload, type Indicator, indicatorRecord, issuePayload } from "./indicator-schema.ts";
import { INDICATOR_DEPTH_MAX } from "./limits.ts";
import { post } from "./posting.ts";

export const issue = defineAction({
  type: "fund.issue",
  title: { zh: "下达指标", en: "Issue an indicator" },
  payload: issuePayload,
  cost: 30,
  permission: [
    { role: "finance_officer", jurisdiction: "division", organisationKinds: ["finance"] },
    { role: "county_officer", jurisdiction: "division", organisationKinds: ["poverty"] },
  ],
  subject: (_, payload) => ({ division: payload.division }),
  apply(ctx, payload) {
    const { indicatorId: indicator, ...facts } = payload;
    const wanted = codeEntry(FUND_SOURCES, facts.source)?.group;
    const level = divisionLevel(ctx.sender.organisationDivision) ?? "nation";
    ctx.check(wanted === undefined || wanted === level, "fund.issuer_level", "source", {
      source: facts.source,
      level,
    });
    checkReceiver(ctx, payload);
    const value: Indicator = { ...facts, root: indicator, depth: 0, by: ctx.sender.actor };
    ctx.put(indicatorRecord, { indicator }, value);
    post(
      ctx,
      {
        kind: "issue",
        debit: { id: accountIds.indicator(indicator), division: facts.division },
        credit: { id: accountIds.source(facts.source), division: NATION },
        fen: facts.amountFen,
        on: facts.issuedOn,
        about: `indicator/${indicator}`,
        document: facts.document,
      },
      "amountFen",
    );
    countFunds(ctx, facts.division, {
      "indicators.issued": 1,
      "funds.issued_fen": facts.amountFen,
      [`funds.issued_fen.source.${facts.source}`]: facts.amountFen,
      "funds.indicator_fen": facts.amountFen,
    });
    ctx.emit("fund.issued", {
      indicator,
      division: facts.division,
      organisation: facts.organisation,
      source: facts.source,
      year: facts.year,
      amountFen: facts.amountFen,
      document: facts.document,
    });
  },
});

export const allocate = defineAction({
  type: "fund.allocate",
  title: { zh: "分配指标", en: "Allocate from an indicator" },
  payload: allocatePayload,
  cost: 30,
  permission: [
    { role: "finance_officer", jurisdiction: "organisation", organisationKinds: ["finance"] },
    { role: "county_officer", jurisdiction: "organisation", organisationKinds: ["poverty"] },
  ],
  subject(ctx, payload) {
    const parent = ctx.require(indicatorRecord, { indicator: payload.parentId }, "parentId");
    return { division: parent.division, organisation: parent.organisation };
  },
  apply(ctx, payload) {
    const { indicatorId: indicator, parentId, ...facts } = payload;
    const parent = ctx.require(indicatorRecord, { indicator: parentId }, "parentId");
    checkReceiver(ctx, payload);
    checkEarmarks(ctx, parent, payload);
    if (parent.depth >= INDICATOR_DEPTH_MAX) ctx.refuse("fund.too_deep", "parentId");
    const value: Indicator = {
      source: parent.source,
      class: parent.class,
      year: parent.year,
      ...inherited(parent),
      ...facts,
      parent: parentId,
      root: parent.root,
      depth: parent.depth + 1,
      by: ctx.sender.actor,
    };
    ctx.put(indicatorRecord, { indicator }, value);
    post(
      ctx,
      {
        kind: "allocate",
        debit: { id: accountIds.indicator(indicator), division: facts.division },
        credit: { id: accountIds.indicator(parentId), division: parent.division },
        fen: facts.amountFen,
        on: facts.issuedOn,
        about: `indicator/${indicator}`,
        document: facts.document,
      },
      "amountFen",
    );
    // What a division has, itself and below, changes only where the money leaves the one and enters the other.
    countFunds(ctx, parent.division, { "funds.indicator_fen": -facts.amountFen });
    countFunds(ctx, facts.division, {
      "indicators.allocated": 1,
      "funds.indicator_fen": facts.amountFen,
    });
    ctx.emit("fund.allocated", {
      indicator,
      parent: parentId,
      division: facts.division,
      organisation: facts.organisation,
      amountFen: facts.amountFen,
      document: facts.document,
    });
  },
});

/** A new id, dates that have come, and an organisation that can hold money for the division. */
function checkReceiver(
  ctx: ActionContext,
  payload: {
    indicatorId: string;
    division: string;
    organisation: string;
    issuedOn: string;
    receivedOn?: string | undefined;
  },
): void {
  const { indicatorId: indicator, division } = payload;
  const used = ctx.get(indicatorRecord, { indicator }) !== undefined;
  if (used) ctx.refuse("fund.indicator_exists", "indicatorId", { indicator });
  if (division !== NATION) requireDivision(ctx, division, "division");
  notInFuture(ctx, payload.issuedOn, "issuedOn");
  notInFuture(ctx, payload.receivedOn, "receivedOn");
  ctx.check(
    payload.receivedOn === undefined || payload.receivedOn >= payload.issuedOn,
    "fund.received_before_issued",
    "receivedOn",
  );
  const holder = ctx.require(organisationRecord, { organisation: payload.organisation }, "organisation");
  ctx.check(holder.status === "active" && holder.division === division, "fund.holder", "organisation", {
    organisation: payload.organisation,
    division,
  });
}

/** Earmarks are only narrowed on the way down; spending against one is refused (DOMAIN §6). */
function checkEarmarks(
  ctx: ActionContext,
  parent: Indicator,
  child: Pick<Indicator, "division" | "purpose" | "householdKinds" | "until" | "issuedOn">,
): void {
  ctx.check(withinDivision(child.division, parent.division), "fund.earmark_division", "division", {
    division: parent.division,
  });
  ctx.check(
    parent.purpose === undefined || child.purpose === undefined || child.purpose === parent.purpose,
    "fund.earmark_purpose",
    "purpose",
    { purpose: parent.purpose ?? "" },
  );
  const kinds = parent.householdKinds;
  ctx.check(
    kinds === undefined || (child.householdKinds ?? []).every((kind) => kinds.includes(kind)),
    "fund.earmark_kind",
    "householdKinds",
    { kinds: (kinds ?? []).join(", ") },
  );
  ctx.check(
    parent.until === undefined || child.until === undefined || child.until <= parent.until,
    "fund.earmark_until",
    "until",
    { until: parent.until ?? "" },
  );
  ctx.check(child.issuedOn >= parent.issuedOn, "fund.before_parent", "issuedOn", {
    issuedOn: parent.issuedOn,
  });
}

function inherited(parent: Indicator): Pick<Indicator, "purpose" | "householdKinds" | "until"> {
  return {
    ...(parent.purpose === undefined ? {} : { purpose: parent.purpose }),
    ...(parent.householdKinds === undefined ? {} : { householdKinds: parent.householdKinds }),
    ...(parent.until === undefined ? {} : { until: parent.until }),
  };
}
