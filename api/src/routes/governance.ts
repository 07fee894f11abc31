import { PROPOSAL_STATES, type Proposal, setPreview, type Value } from "@jingzhun/ledger";
import { z } from "zod";
import type { NodeAccess } from "../node-access.ts";
import { pageOf } from "../paging.ts";
import { SIGNED_IN } from "../permission/permission.ts";
import { notFound } from "../reading.ts";
import { defineRoute, type Route } from "../route.ts";
import { anyFields, pageQuery } from "../wire.ts";

const facts = z.object({ n: z.int(), f: z.int(), quorum: z.int() });

const proposal = z.object({
  proposalId: z.string(),
  change: anyFields.describe("Exactly one change, as it was proposed"),
  reason: z.string(),
  state: z.enum(PROPOSAL_STATES),
  approvals: z.array(z.string()).describe("Organisations; the first proposed it"),
  proposedAt: z.int(),
  expiresAt: z.int(),
  preview: z
    .object({ before: facts, after: facts })
    .optional()
    .describe("What the validator set can bear now and with the change; of one that is still to come"),
});

const PREFIX = "governance/proposals/";

function proposalIn(access: NodeAccess, key: string) {
  const value = access.record(key)?.value as Proposal | undefined;
  if (value === undefined) return undefined;
  const { change, reason, state, approvals, proposedAt, expiresAt } = value;
  const isToCome = state === "open" || (state === "approved" && change.addValidator !== undefined);
  const preview = isToCome ? setPreview(access.validators(), change) : undefined;
  return {
    proposalId: key.slice(PREFIX.length),
    change: change as { [name: string]: Value },
    reason,
    state,
    approvals,
    proposedAt,
    expiresAt,
    ...(preview === undefined ? {} : { preview }),
  };
}

const list = defineRoute(
  {
    name: "governance.proposals",
    method: "GET",
    path: "/v1/governance/proposals",
    permission: { open: false, rows: SIGNED_IN },
    answer: "list",
    query: z.strictObject({ ...pageQuery, state: z.enum(PROPOSAL_STATES).optional() }),
    response: proposal,
    docs: { tag: "governance", zh: "治理提案列表，新的在前", en: "Proposals, the newest first" },
  },
  ({ access, query }) => {
    const { state } = query;
    const [index, prefix] =
      state === undefined ? ["governance.proposals", ""] : ["governance.proposals.state", `${state}/`];
    return pageOf(access, index, prefix, query, (key) => proposalIn(access, key), { reverse: true });
  },
);

const get = defineRoute(
  {
    name: "governance.proposal",
    method: "GET",
    path: "/v1/governance/proposals/:proposal",
    permission: { open: false, rows: SIGNED_IN },
    answer: "record",
    params: z.strictObject({ proposal: z.string().max(40) }),
    response: proposal,
    docs: { tag: "governance", zh: "一项治理提案", en: "One proposal" },
  },
  ({ access, params }) => {
    const found = /^[0-9A-Z]+$/.test(params.proposal)
      ? proposalIn(access, `${PREFIX}${params.proposal}`)
      : undefined;
    if (found === undefined) throw notFound("proposal");
    return { data: found };
  },
);

export const governanceRoutes: readonly Route[] = [list, get];
