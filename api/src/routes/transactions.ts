import {
  decode,
  decodeSignedTx,
  decodeTxBody,
  encodeCertificate,
  fromBase64,
  fromHex,
  hex,
  JzError,
  RESTRICTED_REFUSED,
  toBase64,
  type Value,
} from "@jingzhun/ledger";
import { z } from "zod";
import { problemBody } from "../http/problems.ts";
import {
  BATCH_BODY_BYTES,
  BATCH_TXS,
  SINGLE_TX_BODY_BYTES,
  WAIT_FINAL_DEFAULT_MS,
  WAIT_FINAL_MAX_MS,
  WAITERS_MAX,
} from "../limits.ts";
import type { NodeAccess, RefusalData, TxStatus } from "../node-access.ts";
import { outcomePath } from "../outcome-path.ts";
import { HttpProblem, internalProblem, statusOfRefusal } from "../problem.ts";
import { defineRoute, type RequestContext, type Route } from "../route.ts";
import { anyFields, base64, bytes, flag, hex32, wholeNumber } from "../wire.ts";

const both = z.object({ zh: z.string(), en: z.string() });
const reason = z.object({ code: z.string(), path: z.string(), message: both, hint: both });
const refusal = reason.extend({
  values: z.record(z.string(), z.unknown()),
});
const txStatus = z.object({
  status: z.enum(["pending", "applied", "rejected", "expired", "unknown"]),
  height: z.int().optional(),
  txIndex: z.int().optional(),
  code: z.string().optional(),
  path: z.string().optional(),
  message: both.optional(),
  hint: both.optional(),
});
const simulation = z.object({
  id: bytes,
  status: z.enum(["applied", "rejected"]),
  refusals: z.array(refusal),
  events: z.array(z.object({ type: z.string(), data: anyFields })),
  changed: z.array(z.object({ key: z.string(), fields: z.array(z.string()) })),
  /** Who acts next on what it changes: each possible action with the roles that may do it. */
  next: z.array(
    z.object({
      action: z.string(),
      title: both,
      roles: z.array(
        z.object({
          role: z.string(),
          jurisdiction: z.string(),
          organisationKinds: z.array(z.string()).readonly().optional(),
        }),
      ),
    }),
  ),
});
const submitted = z.object({
  results: z
    .array(
      z.object({
        id: bytes.optional(),
        status: z.enum(["accepted", "known", "refused"]),
        txStatus: txStatus.optional(),
        refusal: refusal.optional(),
      }),
    )
    .optional(),
  /** Only with `dryRun=1`. */
  simulation: simulation.optional(),
});

type Context = Pick<RequestContext<unknown, unknown, unknown>, "api" | "header">;

function refusalAnswer(context: Context, error: RefusalData): z.input<typeof refusal> {
  const internal = internalProblem(error.code);
  if (internal !== undefined) context.api.report(new JzError(error.code, error.path, error.values));
  const told = internal ?? error;
  const status = internal?.status ?? statusOfRefusal(error.code);
  const { code, path, message, hint, values } = problemBody(
    told,
    status,
    context.api.catalogue,
    context.header("Accept-Language"),
  );
  return { code, path, message, hint, values };
}

function statusAnswer(context: Context, status: TxStatus): z.input<typeof txStatus> {
  return status.status === "rejected" ? { ...status, ...reasonAnswer(context, status) } : status;
}

/** Of a rejection only code and path are kept, so the texts leave out what its values would fill in. */
function reasonAnswer(
  context: Context,
  { code, path }: { code: string; path: string },
): z.input<typeof reason> {
  const { message, hint } = refusalAnswer(context, { code, path, values: {} });
  return { code, path, message: withoutPlaces(message), hint: withoutPlaces(hint) };
}

function withoutPlaces({ zh, en }: z.input<typeof both>): z.input<typeof both> {
  const leaveOut = (text: string) => text.replace(/\{\w+\}/g, "…");
  return { zh: leaveOut(zh), en: leaveOut(en) };
}

/** The encoded transactions of a request, each as the exact bytes that were signed and sent. */
function batchOf(rawBody: Uint8Array): Uint8Array[] {
  let list: Value;
  try {
    list = decode(rawBody, { maxBytes: BATCH_BODY_BYTES });
  } catch {
    throw new HttpProblem(400, "request.malformed", "", { format: "canonical msgpack" });
  }
  if (!Array.isArray(list) || !list.every((item) => item instanceof Uint8Array)) {
    throw new HttpProblem(400, "request.malformed", "", { format: "msgpack array of encoded transactions" });
  }
  if (list.length > BATCH_TXS) throw new HttpProblem(413, "request.batch_too_long", "", { limit: BATCH_TXS });
  return list;
}

function singleOf(text: string): Uint8Array {
  try {
    return fromBase64(text);
  } catch {
    throw new HttpProblem(400, "request.malformed", "tx", { format: "base64" });
  }
}

const submit = defineRoute(
  {
    name: "transactions.submit",
    method: "POST",
    path: "/v1/transactions",
    permission: {
      open: true,
      why: "the transaction's signature is the authorisation; dryRun asks for its sender's token",
    },
    answer: "flat",
    status: 202,
    rate: "submit",
    query: z.strictObject({ dryRun: flag.default(false) }),
    body: {
      schema: z.strictObject({ tx: base64 }),
      maxBytes: SINGLE_TX_BODY_BYTES,
      msgpack: {
        maxBytes: BATCH_BODY_BYTES,
        description: `Canonical msgpack array of at most ${BATCH_TXS} encoded signed transactions, each as bin`,
      },
    },
    response: submitted,
    docs: {
      tag: "transactions",
      zh: "提交交易",
      en: "Submit signed transactions",
      detail:
        "A batch answers 202 with one result each, in order. A single one that is refused answers with its refusal as a problem. A known id is never refused: its status is told. `dryRun=1` (single, with the sender's token) executes against the head and keeps nothing.",
    },
  },
  async (context) => {
    const { access, rawBody, body, query } = context;
    if (query.dryRun) return { simulation: await simulate(context, singleOf(body?.tx ?? "")) };
    const txs = rawBody === undefined ? [singleOf(body.tx)] : batchOf(rawBody);
    if (txs.length > 1) context.spend("submit", txs.length - 1);
    const results = await access.submit(txs);
    const only = rawBody === undefined ? results[0]?.refusal : undefined;
    if (only !== undefined) throw new JzError(only.code, only.path, only.values);
    return {
      results: results.map(({ id, status, txStatus: known, refusal: refused }) => ({
        ...(id === undefined ? {} : { id }),
        status,
        ...(known === undefined ? {} : { txStatus: statusAnswer(context, known) }),
        ...(refused === undefined ? {} : { refusal: refusalAnswer(context, refused) }),
      })),
    };
  },
);

/** Only for its own sender: an answer may rest on what the sender may know and others may not. */
async function simulate(
  context: RequestContext<unknown, unknown, unknown>,
  tx: Uint8Array,
): Promise<z.input<typeof simulation>> {
  const { reader, access } = context;
  if (reader === undefined) throw new HttpProblem(401, "auth.required", "authorization");
  context.spend("simulate", 1);
  const body = decodeTxBody(decodeSignedTx(tx).body);
  if (hex(body.senderKeyId) !== reader.keyId) throw new HttpProblem(403, "permission.sender", "senderKeyId");
  const { id, outcome, refusals, events, changed, next } = await access.simulate(tx);
  return {
    id,
    status: outcome.status,
    refusals: refusals.map((r) => refusalAnswer(context, r)),
    events,
    changed,
    next,
  };
}

const finality = z.object({
  /** Place in the block and number of transactions there: they give the directions of `path`. */
  index: z.int(),
  count: z.int(),
  outcome: base64,
  path: z.array(base64),
  header: base64,
  certificate: base64.optional(),
});

/** With `expired`: a block from whose time on no block can take the transaction. */
const certifiedHead = z.object({ header: base64, certificate: base64 });

const get = defineRoute(
  {
    name: "transactions.get",
    method: "GET",
    path: "/v1/transactions/:id",
    permission: {
      open: true,
      why: "only the outcome, for whoever knows the id; `detail` asks for its sender's token",
    },
    answer: "record",
    params: z.strictObject({ id: hex32 }),
    query: z.strictObject({
      wait: z.enum(["final"]).optional().describe("Hold the answer until the outcome is final"),
      timeout: wholeNumber(WAIT_FINAL_MAX_MS)
        .default(WAIT_FINAL_DEFAULT_MS)
        .describe("Milliseconds to hold it"),
      expiresAt: wholeNumber()
        .optional()
        .describe("The transaction's own: lets a node that never saw it answer `expired`"),
      proof: flag
        .default(false)
        .describe(
          "Add what proves the outcome: path to txRoot, header, certificate; of `expired` a head that is late enough",
        ),
    }),
    response: txStatus.extend({
      id: hex32,
      detail: reason
        .optional()
        .describe("The true reason behind `restricted.refused`; only with the sender's own token"),
      finality: finality.optional(),
      head: certifiedHead.optional(),
    }),
    docs: {
      tag: "transactions",
      zh: "查询交易结果（可等待最终结果）",
      en: "A transaction's outcome, waiting for it if asked",
      detail:
        "Outcomes are final: `expired` is answered only once no block can include the transaction any more. A rejection that rests on restricted data is `restricted.refused` for everyone; with the token of the key that signed the transaction the answer adds the true reason as `detail`.",
    },
  },
  async (context) => {
    const { access, api, params, query } = context;
    const id = fromHex(params.id);
    let status: TxStatus;
    if (query.wait === undefined) status = await access.txStatus(id, query.expiresAt);
    else {
      if (api.waiters.count >= WAITERS_MAX) throw new HttpProblem(429, "overloaded");
      api.waiters.count++;
      try {
        status = await access.waitFinal(id, query.timeout, query.expiresAt);
      } finally {
        api.waiters.count--;
      }
    }
    const detail = await detailOf(context, status);
    const proof = query.proof ? await finalityOf(access, status) : undefined;
    const head = query.proof && status.status === "expired" ? headOf(access) : undefined;
    return {
      data: {
        id: params.id,
        ...statusAnswer(context, status),
        ...(detail === undefined ? {} : { detail }),
        ...(proof === undefined ? {} : { finality: proof }),
        ...(head === undefined ? {} : { head }),
      },
    };
  },
);

/** Only for the transaction's own sender, as a dry run: the reason rests on what others may not know. */
async function detailOf(
  context: Pick<RequestContext<unknown, unknown, unknown>, "access" | "reader"> & Context,
  status: TxStatus,
): Promise<z.input<typeof reason> | undefined> {
  const { access, reader } = context;
  if (status.status !== "rejected" || status.code !== RESTRICTED_REFUSED) return undefined;
  if (reader === undefined) return undefined;
  const block = await access.block(status.height);
  const sender = block?.bodies[status.txIndex]?.senderKeyId;
  if (sender === undefined || hex(sender) !== reader.keyId) return undefined;
  const found = await access.restrictedReason(status);
  return found === undefined ? undefined : reasonAnswer(context, found);
}

function headOf(access: NodeAccess): z.input<typeof certifiedHead> | undefined {
  const { headerBytes, certificate } = access.head();
  if (certificate === undefined) return undefined;
  return { header: toBase64(headerBytes), certificate: toBase64(encodeCertificate(certificate)) };
}

async function finalityOf(
  access: NodeAccess,
  status: TxStatus,
): Promise<z.input<typeof finality> | undefined> {
  if (status.status !== "applied" && status.status !== "rejected") return undefined;
  const block = await access.block(status.height);
  const outcome = block?.outcomeBytes[status.txIndex];
  if (block === undefined || outcome === undefined) return undefined;
  const certificate = block.certificate;
  return {
    index: status.txIndex,
    count: block.ids.length,
    outcome: toBase64(outcome),
    path: outcomePath(block.ids, block.outcomeBytes, status.txIndex).map(toBase64),
    header: toBase64(block.headerBytes),
    ...(certificate === undefined ? {} : { certificate: toBase64(encodeCertificate(certificate)) }),
  };
}

export const transactionRoutes: readonly Route[] = [submit, get];
