import { EVIDENCE_TYPES, type evidenceRecord, toBase64, type ValueOf } from "@jingzhun/ledger";
import { z } from "zod";
import type { NodeAccess } from "../node-access.ts";
import { pageOf } from "../paging.ts";
import { SIGNED_IN } from "../permission/permission.ts";
import { notFound } from "../reading.ts";
import { defineRoute, type Route } from "../route.ts";
import { base64, bytes, hex32, pageQuery } from "../wire.ts";

const evidence = z.object({
  id: z.string(),
  organisation: z.string().describe("Whose validator"),
  consensusKey: bytes,
  type: z.enum(EVIDENCE_TYPES),
  epoch: z.int(),
  height: z.int(),
  round: z.int(),
  evidence: base64.describe("Both payloads and signatures, encoded: check them with `verifyEvidence`"),
  reportedBy: z.string(),
  reportedAt: z.int(),
  proposal: z.string().optional().describe("To remove the validator; absent where it had left already"),
});

const PREFIX = "governance/evidence/";

function evidenceIn(access: NodeAccess, key: string) {
  const value = access.record(key)?.value as ValueOf<typeof evidenceRecord> | undefined;
  if (value === undefined) return undefined;
  return { ...value, id: key.slice(PREFIX.length), evidence: toBase64(value.evidence) };
}

const list = defineRoute(
  {
    name: "chain.evidence",
    method: "GET",
    path: "/v1/chain/evidence",
    permission: { open: false, rows: SIGNED_IN },
    answer: "list",
    query: z.strictObject(pageQuery),
    response: evidence,
    docs: {
      tag: "chain",
      zh: "验证节点双重签名证据，新的在前",
      en: "Evidence of validators that signed two different things, the newest first",
    },
  },
  ({ access, query }) =>
    pageOf(access, "governance.evidence", "", query, (key) => evidenceIn(access, key), { reverse: true }),
);

const get = defineRoute(
  {
    name: "chain.evidenceOf",
    method: "GET",
    path: "/v1/chain/evidence/:evidence",
    permission: { open: false, rows: SIGNED_IN },
    answer: "record",
    params: z.strictObject({ evidence: hex32 }),
    response: evidence,
    docs: { tag: "chain", zh: "一项双重签名证据", en: "One piece of evidence" },
  },
  ({ access, params }) => {
    const found = evidenceIn(access, `${PREFIX}${params.evidence}`);
    if (found === undefined) throw notFound("evidence");
    return { data: found };
  },
);

export const evidenceRoutes: readonly Route[] = [list, get];
