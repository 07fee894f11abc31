import { z } from "zod";
import { decodeEvidence, type Evidence, evidenceId, verifyEvidence } from "../../block/evidence.ts";
import { validatorIndex } from "../../block/validators.ts";
import { hex } from "../../bytes/text.ts";
import { keyId } from "../../crypto/index.ts";
import { JzError } from "../../errors.ts";
import { EVIDENCE_BYTES_MAX } from "../../limits.ts";
import { keyRecord } from "../access/schema.ts";
import type { ActionContext, ReadContext } from "../context.ts";
import { bytesUpTo } from "../fields.ts";
import { newId } from "../ids.ts";
import { defineAction } from "../module.ts";
import { EVIDENCE_PER_KEY_MAX } from "./limits.ts";
import { openProposal, stateAt } from "./proposals.ts";
import { accusedRecord, evidenceRecord, proposalRecord } from "./schema.ts";
import { seatOf } from "./seats.ts";
import { validatorsOf } from "./validator-set.ts";

/**
 * Two contradicting signatures of one validator, put on record for good (DESIGN §6). Whoever finds them sends this, so
 * the second and later reports of one finding are refused. It opens a proposal to remove the validator, which the
 * organisations decide on as on any other, and removes nothing itself.
 */
export const reportEvidence = defineAction({
  type: "governance.evidence",
  title: { zh: "登记验证节点双重签名证据", en: "Report that a validator signed two different things" },
  payload: z.strictObject({ evidence: bytesUpTo(EVIDENCE_BYTES_MAX) }),
  // Two signature checks.
  cost: 300,
  permission: [{ role: "consensus_key", jurisdiction: "none" }],
  subject: () => ({}),
  apply(ctx, { evidence: bytes }) {
    const evidence = readEvidence(ctx, bytes);
    const { consensusKey, type, epoch, height, round } = evidence;
    const id = evidenceId(evidence);
    const parts = { evidence: hex(id) };
    if (ctx.get(evidenceRecord, parts) !== undefined) ctx.refuse("evidence.known", "evidence");
    const key = hex(keyId(consensusKey));
    const { count, proposal: earlier } = ctx.get(accusedRecord, { key }) ?? { count: 0 };
    if (count >= EVIDENCE_PER_KEY_MAX) {
      ctx.refuse("evidence.enough", "evidence", { max: EVIDENCE_PER_KEY_MAX });
    }
    const seat = seatOf(ctx, validatorsOf(ctx), consensusKey);
    if (seat === undefined || height < seat.from || (seat.until !== undefined && height >= seat.until)) {
      ctx.refuse("evidence.no_seat", "evidence", { height });
    }
    verify(ctx, evidence);
    const { organisation } = ctx.require(keyRecord, { key }, "evidence");
    const proposal = isOpen(ctx, earlier) ? earlier : openRemoval(ctx, evidence, id, organisation);
    const found = proposal === undefined ? {} : { proposal };
    ctx.put(accusedRecord, { key }, { count: count + 1, ...found });
    ctx.put(evidenceRecord, parts, {
      organisation,
      consensusKey,
      type,
      epoch,
      height,
      round,
      evidence: bytes,
      reportedBy: ctx.sender.organisation,
      reportedAt: ctx.time,
      ...found,
    });
    ctx.emit("governance.evidenceReported", {
      evidence: hex(id),
      organisation,
      consensusKey,
      type,
      height,
      round,
      proposal,
    });
  },
});

function readEvidence(ctx: ActionContext, bytes: Uint8Array): Evidence {
  try {
    return decodeEvidence(bytes);
  } catch (error) {
    if (!(error instanceof JzError)) throw error;
    return ctx.refuse("evidence.invalid", "evidence");
  }
}

function verify(ctx: ActionContext, evidence: Evidence): void {
  try {
    verifyEvidence(evidence, ctx.chainId);
  } catch (error) {
    if (!(error instanceof JzError)) throw error;
    ctx.refuse(error.code, "evidence");
  }
}

function isOpen(ctx: ReadContext, proposal: string | undefined): boolean {
  const value = proposal === undefined ? undefined : ctx.get(proposalRecord, { proposal });
  return value !== undefined && stateAt(ctx, proposal!, value) === "open";
}

/** Nobody has approved it yet, and so nobody can withdraw it. Undefined where the validator has left already. */
function openRemoval(
  ctx: ActionContext,
  { consensusKey, height, round }: Evidence,
  id: Uint8Array,
  organisation: string,
): string | undefined {
  if (validatorIndex(validatorsOf(ctx), consensusKey) < 0) return undefined;
  const proposal = newId("G", id.subarray(0, 10));
  // Somebody took the very id: they have seen the evidence, and propose for themselves.
  if (ctx.get(proposalRecord, { proposal }) !== undefined) return undefined;
  const value = openProposal(ctx, proposal, {
    change: { removeValidator: { consensusKey } },
    reason: `${organisation} 的验证节点在区块 ${height} 第 ${round} 轮签了两份相互矛盾的消息，见证据 ${hex(id)}。Its validator signed two contradicting messages.`,
    approvals: [],
  });
  ctx.put(proposalRecord, { proposal }, value);
  return proposal;
}
