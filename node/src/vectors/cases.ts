import { encodeMessage, unsignedVote, type WalRecord } from "@jingzhun/consensus";
import {
  type Attachment,
  attachmentId,
  type Certificate,
  defaultParams,
  encodeHeader,
  encodeSignedStored,
  type GoldenVector,
  goldenVector,
  type Header,
  headerHash,
  keyId,
  PHASE,
  paramsHash,
  signatureInput,
  signStored,
  signTx,
  sortValidators,
  suite,
  transactionCost,
  txId,
  utf8,
  validatorsHash,
} from "@jingzhun/ledger";
import { RECORD_KIND, recordBytes, WAL_MAGIC } from "../signing/wal-records.ts";
import { FRAME_KIND } from "../transport/framing.ts";
import { encodePart, type Part } from "../transport/parts.ts";
import { encodeProposalValue } from "../wire/proposal-value.ts";
import { COPY_KEY, structs } from "./structs.ts";

const fill = (byte: number, length = 32) => new Uint8Array(length).fill(byte);
const time = 1_404_172_800_000; // 2014-07-01, Asia/Shanghai
/** Beyond 32 bits, where the integer's form changes. */
const height = 2 ** 32 + 1;
const chainId = `golden-${"0123456789abcdef".repeat(2)}`;

/** The vectors of every struct of the node, by file. All keys are invented. */
export function vectors(): { readonly [file: string]: readonly GoldenVector[] } {
  const fields = fieldsByFile();
  return Object.fromEntries(
    Object.entries(structs).map(([file, { encode }]) => [
      file,
      fields[file]!.map((one) => {
        const bytes = encode(one as never);
        return goldenVector(one, bytes, computedOf(file, one, bytes));
      }),
    ]),
  );
}

function computedOf(file: string, fields: unknown, bytes: Uint8Array): { [name: string]: Uint8Array } {
  if (file === "gossip") return { messageId: suite.hash(bytes) };
  if (file !== "proposal-value") return {};
  return { blockHash: headerHash((fields as { headerBytes: Uint8Array }).headerBytes) };
}

function fieldsByFile(): { readonly [file: string]: readonly unknown[] } {
  const seed = fill(1);
  const sealed: Attachment = { class: "sealed", salt: fill(3, 16), bytes: fill(4, 40) };
  const restricted: Attachment = { class: "restricted", salt: fill(2, 16), bytes: utf8("{}") };
  const signed = [5, 6].map((n) =>
    signTx(
      {
        chainId,
        senderKeyId: keyId(suite.publicKey(seed)),
        nonce: fill(n, 16),
        expiresAt: time + 120_000,
        actions: [["service.record", { household: "H0000000000000000", note: "入户走访" }]],
      },
      seed,
    ),
  );
  const txs = signed.map(({ body, signature }) => ({ body, signature }));
  const ids = txs.map(({ body }) => txId(body));
  const seeds = [21, 22, 23, 24].map((n) => fill(n));
  const set = sortValidators(
    seeds.map((each, i) => ({
      organisation: `office-${i}`,
      consensusKey: suite.publicKey(each),
      networkKey: suite.publicKey(fill(31 + i)),
      addresses: [],
    })),
  );
  const header: Header = {
    chainId,
    epoch: 0,
    height,
    timestamp: time,
    parentHash: fill(41),
    proposer: set[0]!.consensusKey,
    txRoot: fill(42),
    eventRoot: fill(43),
    stateRoot: fill(44),
    validatorsHash: validatorsHash(set),
    nextValidatorsHash: validatorsHash(set),
    paramsHash: paramsHash(defaultParams),
  };
  const headerBytes = encodeHeader(header);
  const blockHash = headerHash(headerBytes);
  const value = encodeProposalValue({ headerBytes, ids });
  const sign = (signer: number, payload: Uint8Array) => {
    const { consensusKey } = set[signer]!;
    const own = seeds.find((each) => suite.publicKey(each).every((byte, i) => byte === consensusKey[i]))!;
    return suite.sign(signatureInput("consensus", chainId, payload), own);
  };
  const voteOf = (signer: number, phase: 0 | 1 | 2) => {
    const unsigned = unsignedVote(signer, { chainId, epoch: 0, height, round: 0, phase, blockHash });
    return { ...unsigned, signature: sign(signer, unsigned.payload) };
  };
  const certificate: Certificate = {
    epoch: 0,
    height,
    round: 0,
    blockHash,
    seals: [0, 1, 3].map((signer) => ({ signer, signature: voteOf(signer, PHASE.commit).signature })),
  };
  const stored = signStored(
    { chainId, epoch: 0, ids: [attachmentId(sealed), attachmentId(restricted)] },
    seed,
    suite.publicKey(seed),
  );
  const proposal = encodeMessage({
    ...voteOf(0, PHASE.proposal),
    type: "proposal",
    value,
    justification: { roundChanges: [], prepares: [] },
  });
  const prepare = voteOf(1, PHASE.prepare);
  const record: WalRecord = {
    kind: "commit",
    payload: voteOf(1, PHASE.commit).payload,
    value,
    prepares: [prepare],
  };
  const entry = (payload: Uint8Array) => ({ kind: RECORD_KIND.entry, payload });
  const cut = { kind: RECORD_KIND.cut, payload: new Uint8Array(0) };
  const validBytes = (...payloads: number[]) =>
    payloads.reduce((sum, length) => sum + recordBytes(new Uint8Array(length)), WAL_MAGIC.length);
  const large = 70_000;
  // All but the last ones of their frames hold 256 KiB.
  const lastParts: Part[] = [
    { number: 0, index: 1, count: 2, bytes: fill(53, 1) },
    { number: 2 ** 32 - 1, index: 63, count: 64, bytes: fill(54, 300) },
  ];

  return {
    frame: [
      { kind: FRAME_KIND.message, isPart: false, id: 0, payload: new Uint8Array(0) },
      { kind: FRAME_KIND.request, isPart: false, id: 2 ** 32 - 1, payload: fill(51, 3) },
      { kind: FRAME_KIND.answer, isPart: false, id: 7, payload: fill(52, 300) },
      { kind: FRAME_KIND.refusal, isPart: false, id: 7, payload: utf8("sync.unknown_height") },
      { kind: FRAME_KIND.answer, isPart: true, id: 7, payload: encodePart(lastParts[0]!) },
    ],
    part: lastParts,
    gossip: [
      { kind: "txs", txs },
      {
        kind: "announce",
        announced: [
          { id: fill(55), bytes: large, cost: transactionCost(large, defaultParams) },
          { id: fill(56), bytes: 1024 * 1024, cost: transactionCost(2 * 1024 * 1024, defaultParams) },
        ],
      },
    ],
    "consensus-frame": [
      { kind: "message", message: proposal, bodies: txs },
      { kind: "message", message: encodeMessage({ ...prepare, type: "prepare" }), bodies: [] },
      { kind: "wantBlock", height, ids, stored: [encodeSignedStored(stored)] },
      { kind: "wantBlock", height: 1, ids: [], stored: [] },
      { kind: "decided", header: headerBytes, certificate },
      { kind: "evidence", evidence: utf8("as encoded") },
    ],
    "consensus-request": [
      { kind: "bodies", ids },
      { kind: "value", hash: blockHash },
    ],
    "consensus-bodies": [txs, []],
    "consensus-value": [value, null],
    "proposal-value": [
      { headerBytes, ids },
      { headerBytes, ids: [] },
    ],
    "sync-frame": [
      { kind: "head", height, hash: blockHash },
      { kind: "offer", ids },
    ],
    "sync-blocks": [
      [
        { headerBytes, certificate, txs },
        { headerBytes, certificate, txs: [] },
      ],
      [],
    ],
    "sync-request": [{ kind: "blocks", from: height, count: 64 }, { kind: "head" }],
    "sync-certified-head": [
      { headerBytes, certificate, watching: false },
      { headerBytes, certificate: undefined, watching: true },
    ],
    "blob-frame": [
      { kind: "attachments", attachments: [restricted, sealed] },
      { kind: "stored", stored: [stored] },
    ],
    "blob-fetch": [[attachmentId(sealed), attachmentId(restricted)]],
    "blob-fetched": [[sealed], []],
    "wal-entry": [
      { record, body: txs },
      { record: { kind: "prepare", payload: prepare.payload }, body: null },
    ],
    "wal-file": [
      { records: [], entries: [], validBytes: validBytes() },
      {
        records: [entry(fill(57, 5)), entry(fill(58, 300))],
        entries: [fill(57, 5), fill(58, 300)],
        validBytes: validBytes(5, 300),
      },
      {
        records: [entry(fill(57, 5)), cut, entry(fill(59, 1))],
        entries: [fill(59, 1)],
        validBytes: validBytes(5, 0, 1),
      },
    ],
    "signer-position-copy": [
      { publicKey: COPY_KEY, position: { epoch: 1, height, round: 3, phase: PHASE.commit } },
    ],
    "signer-slot": [
      {
        sequence: 0,
        publicKey: suite.publicKey(seed),
        last: { epoch: 0, height: 0, round: 0, phase: PHASE.roundChange },
        payload: new Uint8Array(0),
        committedRound: null,
      },
      {
        sequence: 2 ** 32,
        publicKey: set[1]!.consensusKey,
        last: { epoch: 1, height, round: 3, phase: PHASE.commit },
        payload: voteOf(1, PHASE.commit).payload,
        committedRound: 3,
      },
    ],
  };
}
