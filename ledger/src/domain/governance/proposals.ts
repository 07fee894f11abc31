import { z } from "zod";
import { equalBytes } from "../../bytes/order.ts";
import { hex } from "../../bytes/text.ts";
import { keyId } from "../../crypto/index.ts";
import type { ActionContext, DueContext, ReadContext, WriteContext } from "../context.ts";
import { bytes32, idOf, text } from "../fields.ts";
import { defineAction } from "../module.ts";
import { checkChange, putInForce } from "./changes.ts";
import { ACTIVATION_BLOCK_MS_MAX } from "./limits.ts";
import { admit, dismiss } from "./nodes.ts";
import { proposalMs } from "./parameters.ts";
import { candidatesOf } from "./peers.ts";
import { changeName, changeShape, type Proposal, proposalRecord } from "./schema.ts";
import { type ProposalState, proposalSteps } from "./states.ts";
import { requireVoter, tally } from "./voters.ts";

const proposalId = idOf("G");

/** The state as the time makes it: no rule waits for the due queue. */
export function stateAt(ctx: ReadContext, proposal: string, value: Proposal): ProposalState {
  if (value.state === "open") return ctx.time < value.expiresAt ? "open" : "expired";
  if (value.state !== "approved" || value.change.addValidator === undefined) return value.state;
  const candidate = candidatesOf(ctx).find((each) => each.proposalId === proposal);
  return candidate !== undefined && ctx.time < candidate.activateBy ? "approved" : "expired";
}

function subjectOf(ctx: ReadContext, proposal: string) {
  const value = ctx.require(proposalRecord, { proposal }, "proposalId");
  const state = stateAt(ctx, proposal, value);
  return { state, organisation: value.change.addValidator?.organisation };
}

/** A proposal that stands from now on; who calls this puts it. */
export function openProposal(
  ctx: ActionContext,
  proposal: string,
  { change, reason, approvals }: Pick<Proposal, "change" | "reason" | "approvals">,
): Proposal {
  const expiresAt = ctx.time + proposalMs(ctx);
  const { organisation } = ctx.sender;
  ctx.emit("governance.proposed", { proposal, organisation, change: changeName(change)! });
  ctx.schedule(expiresAt, `proposal-${proposal}`, "governance.expire", { proposal });
  const state = proposalSteps.next("governance.propose")!;
  return { change, reason, state, approvals, proposedAt: ctx.time, expiresAt };
}

export const propose = defineAction({
  type: "governance.propose",
  title: { zh: "提出治理提案", en: "Propose a change of the network" },
  payload: z
    .strictObject({ proposalId, reason: text(500, 2), ...changeShape })
    .refine(({ proposalId: _, reason: __, ...change }) => changeName(change) !== undefined, {
      error: "a proposal changes exactly one thing",
    }),
  cost: 60,
  permission: [{ role: "admin_key", jurisdiction: "none" }],
  subject: () => ({}),
  apply(ctx, { proposalId: proposal, reason, ...change }) {
    const { organisation } = ctx.sender;
    requireVoter(ctx, organisation);
    if (ctx.get(proposalRecord, { proposal }) !== undefined) ctx.refuse("proposal.exists", "proposalId");
    checkChange(ctx, change, proposal);
    settle(ctx, proposal, openProposal(ctx, proposal, { change, reason, approvals: [organisation] }));
  },
});

export const approve = defineAction({
  type: "governance.approve",
  title: { zh: "同意治理提案", en: "Approve a proposal" },
  payload: z.strictObject({ proposalId }),
  cost: 60,
  permission: [{ role: "admin_key", jurisdiction: "none", states: proposalSteps.from("governance.approve") }],
  subject: (ctx, payload) => subjectOf(ctx, payload.proposalId),
  apply(ctx, { proposalId: proposal }) {
    const { organisation } = ctx.sender;
    requireVoter(ctx, organisation);
    const value = ctx.require(proposalRecord, { proposal }, "proposalId");
    if (value.approvals.includes(organisation)) {
      ctx.refuse("governance.approved_already", "proposalId", { organisation });
    }
    settle(ctx, proposal, { ...value, approvals: [...value.approvals, organisation] });
  },
});

/** Counts the approvals; with enough of them the change is put in force. */
function settle(ctx: ActionContext, proposal: string, value: Proposal): void {
  const { given, needed } = tally(ctx, value.approvals);
  const { organisation } = ctx.sender;
  ctx.emit("governance.approved", { proposal, organisation, given, needed });
  if (given < needed) {
    ctx.put(proposalRecord, { proposal }, value);
    return;
  }
  const candidate = putInForce(ctx, value.change, proposal);
  const state = proposalSteps.next("governance.approve", "open")!;
  ctx.put(proposalRecord, { proposal }, { ...value, state });
  ctx.unschedule(value.expiresAt, `proposal-${proposal}`);
  if (candidate !== undefined) {
    ctx.schedule(candidate.activateBy, `candidate-${proposal}`, "governance.lapse", { proposal });
  }
  ctx.emit("governance.decided", { proposal, change: changeName(value.change)! });
}

export const withdraw = defineAction({
  type: "governance.withdraw",
  title: { zh: "撤回治理提案", en: "Withdraw a proposal" },
  payload: z.strictObject({ proposalId, reason: text(500, 2) }),
  cost: 30,
  permission: [
    { role: "admin_key", jurisdiction: "organisation", states: proposalSteps.from("governance.withdraw") },
  ],
  subject(ctx, { proposalId: proposal }) {
    const value = ctx.require(proposalRecord, { proposal }, "proposalId");
    return { state: stateAt(ctx, proposal, value), organisation: value.approvals[0] };
  },
  apply(ctx, { proposalId: proposal, reason }) {
    const value = ctx.require(proposalRecord, { proposal }, "proposalId");
    const state = proposalSteps.next("governance.withdraw", "open")!;
    ctx.put(proposalRecord, { proposal }, { ...value, state });
    ctx.unschedule(value.expiresAt, `proposal-${proposal}`);
    ctx.emit("governance.withdrawn", { proposal, organisation: ctx.sender.organisation, reason });
  },
});

/**
 * Signed with the new consensus key, which proves that someone has it; the block that it names proves that its node
 * has the chain (DESIGN §6).
 */
export const activate = defineAction({
  type: "governance.activate",
  title: { zh: "启用获准的验证节点", en: "Activate an approved validator" },
  payload: z.strictObject({ proposalId, height: z.int().min(0), blockHash: bytes32 }),
  cost: 60,
  permission: [
    {
      role: "consensus_key",
      jurisdiction: "organisation",
      states: proposalSteps.from("governance.activate"),
    },
  ],
  subject: (ctx, payload) => subjectOf(ctx, payload.proposalId),
  apply(ctx, { proposalId: proposal, height, blockHash }) {
    const value = ctx.require(proposalRecord, { proposal }, "proposalId");
    const candidate = candidatesOf(ctx).find((each) => each.proposalId === proposal);
    if (candidate === undefined) return ctx.refuse("governance.no_candidate", "proposalId");
    const isOwn = hex(keyId(candidate.consensusKey)) === ctx.sender.keyId;
    ctx.check(isOwn, "governance.other_key", "proposalId");
    const block = ctx.blockAt(height);
    if (block === undefined || ctx.time - block.timestamp > ACTIVATION_BLOCK_MS_MAX) {
      return ctx.refuse("governance.block_old", "height", { height });
    }
    ctx.check(equalBytes(block.hash, blockHash), "governance.block_unknown", "blockHash", { height });
    admit(ctx, candidate);
    const state = proposalSteps.next("governance.activate", "approved")!;
    ctx.put(proposalRecord, { proposal }, { ...value, state });
    ctx.unschedule(candidate.activateBy, `candidate-${proposal}`);
  },
});

function expireProposal(ctx: WriteContext, proposal: string, value: Proposal): void {
  ctx.put(proposalRecord, { proposal }, { ...value, state: "expired" });
  ctx.emit("governance.expired", { proposal });
}

/** Due handlers: they tidy up what by its time has ended already. */
export const due = {
  "governance.expire": (ctx: DueContext, { proposal }: { proposal: string }) => {
    const value = ctx.get(proposalRecord, { proposal });
    if (value?.state === "open") expireProposal(ctx, proposal, value);
  },
  "governance.lapse": (ctx: DueContext, { proposal }: { proposal: string }) => {
    const candidate = candidatesOf(ctx).find((each) => each.proposalId === proposal);
    const value = ctx.get(proposalRecord, { proposal });
    if (candidate === undefined || value === undefined) return;
    dismiss(ctx, candidate);
    expireProposal(ctx, proposal, value);
  },
};
