import { encodeCertificate, encodeValidators, fromHex, hex, registry, toBase64 } from "@jingzhun/ledger";
import { z } from "zod";
import { decodeCursor, encodeCursor } from "../cursor.ts";
import type { BlockView, NodeAccess } from "../node-access.ts";
import { SIGNED_IN, TRANSACTION_FILE } from "../permission/permission.ts";
import { HttpProblem } from "../problem.ts";
import { defineRoute, type Route } from "../route.ts";
import { actionSubjects } from "../subjects.ts";
import { validatorsAt } from "../validator-sets.ts";
import { anyFields, base64, bytes, hex32, pageQuery, wholeNumber } from "../wire.ts";

const blockLine = z.object({
  height: z.int(),
  hash: bytes,
  timestamp: z.int(),
  epoch: z.int(),
  proposer: bytes,
  transactions: z.int(),
});

function lineOf(block: BlockView) {
  const { height, hash, header } = block;
  const { timestamp, epoch, proposer } = header;
  return { height, hash, timestamp, epoch, proposer, transactions: block.ids.length };
}

async function blockAt(access: NodeAccess, height: number): Promise<BlockView> {
  const block = await access.block(height);
  if (block === undefined) throw new HttpProblem(404, "block.not_found", "height", { height });
  return block;
}

const blocks = defineRoute(
  {
    name: "chain.blocks",
    method: "GET",
    path: "/v1/chain/blocks",
    permission: { open: false, rows: SIGNED_IN },
    answer: "list",
    query: z.strictObject(pageQuery),
    response: blockLine,
    docs: { tag: "chain", zh: "区块列表，新的在前", en: "Blocks, newest first" },
  },
  async ({ access, query }) => {
    const cursor = decodeCursor(query.cursor, "");
    const from = cursor === undefined ? access.head().height : Number(cursor) - 1;
    if (!Number.isSafeInteger(from)) throw new HttpProblem(400, "request.cursor", "cursor");
    const items: ReturnType<typeof lineOf>[] = [];
    for (let height = from; height >= 0 && items.length < query.limit; height--) {
      const block = await access.block(height);
      if (block === undefined) break;
      items.push(lineOf(block));
    }
    const last = items.at(-1);
    const more = items.length === query.limit && last !== undefined && last.height > 0;
    return { items, ...(more ? { nextCursor: encodeCursor(String(last.height)) } : {}) };
  },
);

const block = defineRoute(
  {
    name: "chain.block",
    method: "GET",
    path: "/v1/chain/blocks/:height",
    permission: { open: false, rows: SIGNED_IN },
    answer: "record",
    params: z.strictObject({ height: wholeNumber() }),
    response: blockLine.extend({
      parentHash: bytes,
      txRoot: bytes,
      eventRoot: bytes,
      stateRoot: bytes,
      validatorsHash: bytes,
      nextValidatorsHash: bytes,
      paramsHash: bytes,
      /** Base64 of the encoded structs, as a light client checks them. */
      header: base64,
      certificate: base64.optional(),
      signers: z.array(z.string()).describe("Organisations whose seals the certificate holds"),
      outcomes: z.array(
        z.object({ id: bytes, status: z.string(), code: z.string().optional(), path: z.string().optional() }),
      ),
    }),
    docs: {
      tag: "chain",
      zh: "一个区块：区块头、证书、交易结果",
      en: "One block: header, certificate, outcomes",
    },
  },
  async ({ access, params }) => {
    const found = await blockAt(access, params.height);
    const { header, certificate } = found;
    const set = header.height > 0 ? validatorsAt(access, header.height) : undefined;
    return {
      data: {
        ...lineOf(found),
        parentHash: header.parentHash,
        txRoot: header.txRoot,
        eventRoot: header.eventRoot,
        stateRoot: header.stateRoot,
        validatorsHash: header.validatorsHash,
        nextValidatorsHash: header.nextValidatorsHash,
        paramsHash: header.paramsHash,
        header: toBase64(found.headerBytes),
        ...(certificate === undefined ? {} : { certificate: toBase64(encodeCertificate(certificate)) }),
        signers:
          set === undefined
            ? []
            : (certificate?.seals ?? []).map(({ signer }) => set[signer]?.organisation ?? ""),
        outcomes: found.outcomes.map((outcome, i) => ({ id: found.ids[i] ?? new Uint8Array(), ...outcome })),
      },
    };
  },
);

const transaction = defineRoute(
  {
    name: "chain.transaction",
    method: "GET",
    path: "/v1/chain/transactions/:id",
    permission: { open: false, rows: TRANSACTION_FILE },
    answer: "record",
    params: z.strictObject({ id: hex32 }),
    response: z.object({
      id: hex32,
      height: z.int(),
      txIndex: z.int(),
      blockTime: z.int(),
      sender: z.object({
        keyId: z.string(),
        organisation: z.string().optional(),
        operator: z.string().optional(),
      }),
      expiresAt: z.int(),
      memo: z.string().optional(),
      actions: z.array(z.object({ type: z.string(), payload: anyFields })),
      outcome: z.object({ status: z.string(), code: z.string().optional(), path: z.string().optional() }),
      events: z.array(z.object({ type: z.string(), data: anyFields })),
      /** Base64 of the encoded body and its signature: the exact signed bytes. */
      body: base64,
      signature: base64,
    }),
    docs: {
      tag: "chain",
      zh: "一笔完整的交易：动作、结果、事件",
      en: "One whole transaction: actions, outcome, events",
      detail: "Only when everything it is about lies within the reader's jurisdiction; else 404.",
    },
  },
  async (context) => {
    const { access, params } = context;
    const hidden = () => new HttpProblem(404, "tx.not_found", "id");
    const place = await access.transaction(fromHex(params.id));
    const found = place === undefined ? undefined : await access.block(place.height);
    const index = place?.txIndex ?? 0;
    const body = found?.bodies[index];
    const tx = found?.txs[index];
    const subjects = body === undefined ? [{}] : actionSubjects(access, body.actions);
    const allowed = subjects.map((subject) => context.permits(subject)).every(Boolean);
    if (!allowed || found === undefined || body === undefined || tx === undefined) throw hidden();
    const keyId = hex(body.senderKeyId);
    const key = access.record(`key/${keyId}`)?.value as
      | { organisation: string; operator?: string }
      | undefined;
    return {
      data: {
        id: params.id,
        height: found.height,
        txIndex: index,
        blockTime: found.header.timestamp,
        sender: { keyId, organisation: key?.organisation, operator: key?.operator },
        expiresAt: body.expiresAt,
        memo: body.memo,
        actions: body.actions.map(([type, payload]) => ({ type, payload })),
        outcome: found.outcomes[index] ?? { status: "unknown" },
        events: found.events
          .filter((event) => event.txIndex === index)
          .map(({ type, data }) => ({ type, data })),
        body: toBase64(tx.body),
        signature: toBase64(tx.signature),
      },
    };
  },
);

const validators = defineRoute(
  {
    name: "chain.validators",
    method: "GET",
    path: "/v1/chain/validators",
    permission: { open: false, rows: SIGNED_IN },
    answer: "record",
    response: z.object({
      validators: z.array(
        z.object({
          organisation: z.string(),
          consensusKey: bytes,
          networkKey: bytes,
          addresses: z.array(z.string()),
        }),
      ),
      encoded: base64.describe("The encoded set, whose hash stands in headers"),
    }),
    docs: { tag: "chain", zh: "验证者名单", en: "The validator set of the next block" },
  },
  ({ access }) => {
    const set = access.validators();
    const list = set.map((v) => ({ ...v, addresses: [...v.addresses] }));
    return { data: { validators: list, encoded: toBase64(encodeValidators(set)) } };
  },
);

const actions = defineRoute(
  {
    name: "chain.actions",
    method: "GET",
    path: "/v1/chain/actions",
    permission: { open: false, rows: SIGNED_IN },
    answer: "record",
    response: z.object({
      modules: z.array(z.object({ name: z.string(), version: z.int() })),
      actions: z.array(
        z.object({
          type: z.string(),
          module: z.string(),
          title: z.object({ zh: z.string(), en: z.string() }),
          cost: z.int(),
          payload: z.looseObject({}).describe("JSON Schema; bytes are base64 there"),
          permission: z.array(z.looseObject({ role: z.string(), jurisdiction: z.string() })),
        }),
      ),
      records: z.array(
        z.object({ name: z.string(), module: z.string(), pattern: z.string(), class: z.string() }),
      ),
      refusals: z.record(z.string(), z.looseObject({ zh: z.string(), en: z.string() })),
    }),
    docs: {
      tag: "chain",
      zh: "全部动作：字段、权限、拒绝代码",
      en: "All actions: fields, who may, refusal codes",
    },
  },
  () => {
    const { modules, actions: list, records, refusals } = registry.describe();
    const described = list.map((action) => ({
      ...action,
      payload: { ...action.payload },
      permission: action.permission.map((row) => ({ ...row })),
    }));
    const texts = Object.fromEntries(Object.entries(refusals).map(([code, text]) => [code, { ...text }]));
    return { data: { modules, actions: described, records, refusals: texts } };
  },
);

export const chainRoutes: readonly Route[] = [blocks, block, transaction, validators, actions];
