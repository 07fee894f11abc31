import * as block from "../block/index.ts";
import { concat, encode, fromHex, hashInput, hex, utf8, type Value } from "../bytes/index.ts";
import type { CryptoSuite } from "../crypto/index.ts";
import { keyId, merkleRoot, recordKeyHash, signatureInput } from "../crypto/index.ts";
import * as tx from "../transaction/index.ts";
import { logVectors } from "./log-cases.ts";

/** One golden vector: what goes in, the exact bytes, and what is computed over them (bytes in hex). */
export interface Vector {
  readonly fields: unknown;
  readonly bytes: string;
  readonly computed: { readonly [name: string]: string };
}

const fill = (byte: number, length = 32) => new Uint8Array(length).fill(byte);
const time = 1_404_172_800_000; // 2014-07-01, Asia/Shanghai

/**
 * The vectors of every struct, by file. Fields are fixed here; bytes, hashes and signatures come from the code, so
 * that the files only change when a format does. All keys are invented.
 */
export function vectors(suite: CryptoSuite): { readonly [file: string]: readonly Vector[] } {
  const seed = fill(1);
  const publicKey = suite.publicKey(seed);
  const chainId = `golden-${"0123456789abcdef".repeat(2)}`;
  const sign = (domain: Parameters<typeof signatureInput>[0], bytes: Uint8Array) =>
    hex(suite.sign(signatureInput(domain, chainId, bytes), seed));
  const vector = (
    fields: unknown,
    bytes: Uint8Array,
    computed: { [name: string]: Uint8Array | string } = {},
  ): Vector => ({
    fields: plain(fields),
    bytes: hex(bytes),
    computed: Object.fromEntries(
      Object.entries(computed).map(([name, value]) => [name, typeof value === "string" ? value : hex(value)]),
    ),
  });

  const restricted: tx.Attachment = { class: "restricted", salt: fill(2, 16), bytes: utf8("{}") };
  const sealed: tx.Attachment = { class: "sealed", salt: fill(3, 16), bytes: fill(4, 40) };
  const bodies: tx.TxBody[] = [
    {
      chainId,
      senderKeyId: keyId(publicKey),
      nonce: fill(5, 16),
      expiresAt: time,
      actions: [
        ["service.record", { household: "H0000000000000000", fen: 12_345_678_900, note: "入户走访" }],
      ],
    },
    {
      chainId,
      senderKeyId: keyId(publicKey),
      nonce: fill(6, 16),
      expiresAt: time + 120_000,
      actions: [
        [
          "household.register",
          { restricted: tx.attachmentId(restricted), sealed: [tx.attachmentId(sealed)] },
        ],
        ["household.update", { expectVersion: 3, roof: null, dry: true }],
      ],
      memo: "第二批",
    },
  ];
  const signed = [tx.signTx(bodies[0]!, seed), tx.signTx(bodies[1]!, seed, [restricted, sealed])];
  const outcomes: tx.Outcome[] = [
    { status: "applied" },
    { status: "rejected", code: "fund.overdrawn", path: "actions.0.amount" },
  ];
  const events: tx.BlockEvent[] = [
    { txIndex: 0, type: "household.registered", data: { household: "H0000000000000000" } },
    { txIndex: 2 ** 32 - 2, type: "due.failed", data: {} },
  ];
  const endorsement = tx.signEndorsement(
    {
      chainId,
      keyId: keyId(publicKey),
      statementHash: fill(7),
      occurredAt: time,
      validUntil: time + 86_400_000,
    },
    seed,
  );
  const stored: tx.Stored = { chainId, epoch: 0, ids: [fill(8), fill(9)] };
  const set = block.sortValidators(
    [21, 22, 23, 24].map((n, i) => ({
      organisation: `office-${i}`,
      consensusKey: suite.publicKey(fill(n)),
      networkKey: suite.publicKey(fill(n + 10)),
      addresses: i === 3 ? [] : [`/ip4/192.0.2.${i}/tcp/7200`],
    })),
  );
  const header: block.Header = {
    chainId,
    epoch: 0,
    height: 2 ** 32 + 1,
    timestamp: time,
    parentHash: fill(31),
    proposer: set[0]!.consensusKey,
    txRoot: fill(32),
    eventRoot: fill(33),
    stateRoot: fill(34),
    validatorsHash: block.validatorsHash(set),
    nextValidatorsHash: block.validatorsHash(set),
    paramsHash: block.paramsHash(block.defaultParams),
  };
  const headerBytes = block.encodeHeader(header);
  const place = {
    chainId,
    epoch: 0,
    height: header.height,
    round: 1,
    blockHash: block.headerHash(headerBytes),
  };
  const commit = block.encodeVote({ ...place, phase: block.PHASE.commit });
  const seedOf = (signer: number) =>
    [21, 22, 23, 24]
      .map((n) => fill(n))
      .find((s) => hex(suite.publicKey(s)) === hex(set[signer]!.consensusKey))!;
  const certificate: block.Certificate = {
    epoch: 0,
    height: place.height,
    round: 1,
    blockHash: place.blockHash,
    seals: [0, 1, 3].map((signer) => ({
      signer,
      signature: suite.sign(signatureInput("consensus", chainId, commit), seedOf(signer)),
    })),
  };
  const changes: block.RoundChange[] = [
    { chainId, epoch: 0, height: 9, round: 1, preparedRound: null, preparedHash: null },
    { chainId, epoch: 1, height: 9, round: 2, preparedRound: 0, preparedHash: fill(35) },
  ];
  const params: block.Params = { ...block.defaultParams, domain: { "fund.rate": 3 } };
  const genesis: block.Genesis = {
    name: "golden",
    suite: suite.name,
    timestamp: time,
    organisations: [
      {
        id: "county-office",
        name: "花垣县扶贫办",
        kind: "poverty",
        division: "433124000000",
        adminKeys: [publicKey],
        x25519Key: fill(36),
        api: ["http://192.0.2.1:7100"],
      },
      {
        id: "village",
        name: "十八洞村委会",
        kind: "village",
        division: "433124110226",
        adminKeys: [],
        hostedBy: "county-office",
      },
    ],
    validators: set,
    params,
    modules: { access: 1, division: 1 },
    records: [["division/433124000000", { name: "花垣县", parent: "433100000000" }]],
    attachments: [tx.attachmentId({ class: "restricted", salt: fill(37, 16), bytes: new Uint8Array(0) })],
    testNetwork: true,
  };
  const genesisBytes = block.encodeGenesis(genesis);
  const leaves = (count: number) => Array.from({ length: count }, (_, i) => fill(i + 1));

  return {
    ...logVectors(),
    codec: codecValues().map((value) => vector(value, encode(value))),
    keys: [
      vector({ seed, publicKey }, publicKey, { keyId: keyId(publicKey) }),
      ...["household/H0000000000000000", "division/433124110226", "户"].map((key) =>
        vector({ key }, hashInput("record-key").text(key).finish(), { recordKeyHash: recordKeyHash(key) }),
      ),
    ],
    "merkle-root": [0, 1, 2, 3, 4, 5, 8, 9].map((count) =>
      vector({ leaves: leaves(count) }, concat(...leaves(count)), { merkleRoot: merkleRoot(leaves(count)) }),
    ),
    "signature-input": (["tx", "consensus", "stored", "endorse", "auth", "system", "activate"] as const).map(
      (domain) =>
        vector(
          { domain, chainId, bytes: fromHex("00ff"), publicKey },
          signatureInput(domain, chainId, fromHex("00ff")),
          {
            signature: sign(domain, fromHex("00ff")),
          },
        ),
    ),
    "tx-body": bodies.map((body, i) =>
      vector(body, tx.encodeTxBody(body), {
        txId: tx.txId(signed[i]!.body),
        publicKey,
        signature: signed[i]!.signature,
      }),
    ),
    tx: signed.map(({ body, signature }) => vector({ body, signature }, tx.encodeTx({ body, signature }))),
    "signed-tx": signed.map((one) => vector(one, tx.encodeSignedTx(one))),
    attachment: [restricted, sealed].map((one) =>
      vector(one, tx.encodeAttachment(one), { attachmentId: tx.attachmentId(one) }),
    ),
    outcome: outcomes.map((outcome) => {
      const bytes = tx.encodeOutcome(outcome);
      const leaf = tx.outcomeLeaf(fill(38), bytes);
      return vector(outcome, bytes, { leafOfTxId26: leaf, txRootOfThisAlone: tx.txRoot([leaf]) });
    }),
    event: events.map((event) => {
      const bytes = tx.encodeEvent(event);
      return vector(event, bytes, {
        leaf: tx.eventLeaf(bytes),
        eventRootOfThisAlone: tx.eventRoot([tx.eventLeaf(bytes)]),
      });
    }),
    endorsement: [
      vector(endorsement, tx.encodeEndorsement(endorsement), {
        publicKey,
        id: tx.endorsementId(endorsement),
      }),
    ],
    stored: [
      vector(stored, tx.encodeStored(stored), {
        publicKey,
        signature: sign("stored", tx.encodeStored(stored)),
      }),
    ],
    "signed-stored": [tx.signStored(stored, seed, publicKey)].map((one) =>
      vector(one, tx.encodeSignedStored(one)),
    ),
    validators: [vector(set, block.encodeValidators(set), { validatorsHash: block.validatorsHash(set) })],
    header: [vector(header, headerBytes, { headerHash: block.headerHash(headerBytes) })],
    vote: ([0, 1, 2] as const).map((phase) => {
      const vote = { ...place, phase };
      return vector(vote, block.encodeVote(vote), {
        publicKey,
        signature: sign("consensus", block.encodeVote(vote)),
      });
    }),
    "round-change": changes.map((change) =>
      vector(change, block.encodeRoundChange(change), {
        publicKey,
        signature: sign("consensus", block.encodeRoundChange(change)),
      }),
    ),
    certificate: [vector(certificate, block.encodeCertificate(certificate))],
    params: [block.defaultParams, params].map((one) =>
      vector(one, block.encodeParams(one), { paramsHash: block.paramsHash(one) }),
    ),
    genesis: [
      vector(genesis, genesisBytes, {
        genesisHash: block.genesisHash(genesisBytes),
        chainId: block.chainIdOf(genesisBytes),
      }),
    ],
  };
}

/** Every header size of every type, at its edges. */
function codecValues(): Value[] {
  const integers = [0, 127, 128, 255, 256, 65_535, 65_536, 2 ** 32 - 1, 2 ** 32, 2 ** 53 - 1];
  const negative = [-1, -32, -33, -128, -129, -32_768, -32_769, -(2 ** 31), -(2 ** 31) - 1, -(2 ** 53) + 1];
  const texts = [
    "",
    "a",
    "户",
    "\u{1f33e}",
    "x".repeat(31),
    "x".repeat(32),
    "x".repeat(255),
    "x".repeat(256),
  ];
  return [
    null,
    true,
    false,
    ...integers,
    ...negative,
    ...texts,
    new Uint8Array(0),
    fill(1, 255),
    fill(1, 256),
    [],
    Array.from({ length: 15 }, (_, i) => i),
    Array.from({ length: 16 }, (_, i) => i),
    {},
    { b: 1, a: 2, aa: 3 },
    { 10: 1, 9: 2, constructor: 3, "\uffff": 4, "\u{10000}": 5 },
    Object.fromEntries(Array.from({ length: 16 }, (_, i) => [`key${i}`, i])),
  ];
}

/** As JSON: bytes become `{ "hex": "…" }`. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return { hex: hex(value) };
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
  }
  return value;
}

/** The way back from `plain`. */
export function fromPlain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(fromPlain);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  if (entries.length === 1 && entries[0]![0] === "hex") return fromHex(entries[0]![1] as string);
  return Object.fromEntries(entries.map(([key, item]) => [key, fromPlain(item)]));
}

/** A vector file's text: one vector a line, so that a diff shows which changed. */
export function fileText(list: readonly Vector[]): string {
  return `[\n${list.map((one) => JSON.stringify(one)).join(",\n")}\n]\n`;
}
