import * as block from "../block/index.ts";
import {
  concat,
  encode,
  fromHex,
  type GoldenVector,
  goldenVector,
  hashInput,
  hex,
  utf8,
  type Value,
} from "../bytes/index.ts";
import type { CryptoSuite } from "../crypto/index.ts";
import { keyId, merkleRoot, recordKeyHash, signatureInput } from "../crypto/index.ts";
import * as tx from "../transaction/index.ts";
import { logVectors } from "./log-cases.ts";

const fill = (byte: number, length = 32) => new Uint8Array(length).fill(byte);
const time = 1_404_172_800_000; // 2014-07-01, Asia/Shanghai

/**
 * The vectors of every struct, by file. Fields are fixed here; bytes, hashes and signatures come from the code, so
 * that the files only change when a format does. All keys are invented.
 */
export function vectors(suite: CryptoSuite): { readonly [file: string]: readonly GoldenVector[] } {
  const seed = fill(1);
  const publicKey = suite.publicKey(seed);
  const chainId = `golden-${"0123456789abcdef".repeat(2)}`;
  const sign = (domain: Parameters<typeof signatureInput>[0], bytes: Uint8Array) =>
    hex(suite.sign(signatureInput(domain, chainId, bytes), seed));
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

  const signedPayload = (payload: Uint8Array) => ({
    payload,
    signature: suite.sign(signatureInput("consensus", chainId, payload), seed),
  });
  const evidence = [
    ...(["proposal", "prepare", "commit"] as const).map((type, i) => {
      const votes = [37, 38].map((byte) => ({
        ...place,
        phase: i as block.VotePhase,
        blockHash: fill(byte),
      }));
      const [a, b] = votes.map((vote) => signedPayload(block.encodeVote(vote)));
      return block.contradiction(type, publicKey, a!, b!)!;
    }),
    block.contradiction(
      "roundChange",
      publicKey,
      signedPayload(block.encodeRoundChange(changes[1]!)),
      signedPayload(block.encodeRoundChange({ ...changes[1]!, preparedRound: null, preparedHash: null })),
    )!,
  ];
  return {
    ...logVectors(),
    codec: codecValues().map((value) => goldenVector(value, encode(value))),
    keys: [
      goldenVector({ seed, publicKey }, publicKey, { keyId: keyId(publicKey) }),
      ...["household/H0000000000000000", "division/433124110226", "户"].map((key) =>
        goldenVector({ key }, hashInput("record-key").text(key).finish(), {
          recordKeyHash: recordKeyHash(key),
        }),
      ),
    ],
    "merkle-root": [0, 1, 2, 3, 4, 5, 8, 9].map((count) =>
      goldenVector({ leaves: leaves(count) }, concat(...leaves(count)), {
        merkleRoot: merkleRoot(leaves(count)),
      }),
    ),
    "signature-input": (["tx", "consensus", "stored", "endorse", "auth", "system", "activate"] as const).map(
      (domain) =>
        goldenVector(
          { domain, chainId, bytes: fromHex("00ff"), publicKey },
          signatureInput(domain, chainId, fromHex("00ff")),
          {
            signature: sign(domain, fromHex("00ff")),
          },
        ),
    ),
    "tx-body": bodies.map((body, i) =>
      goldenVector(body, tx.encodeTxBody(body), {
        txId: tx.txId(signed[i]!.body),
        publicKey,
        signature: signed[i]!.signature,
      }),
    ),
    tx: signed.map(({ body, signature }) =>
      goldenVector({ body, signature }, tx.encodeTx({ body, signature })),
    ),
    "signed-tx": signed.map((one) => goldenVector(one, tx.encodeSignedTx(one))),
    attachment: [restricted, sealed].map((one) =>
      goldenVector(one, tx.encodeAttachment(one), { attachmentId: tx.attachmentId(one) }),
    ),
    outcome: outcomes.map((outcome) => {
      const bytes = tx.encodeOutcome(outcome);
      const leaf = tx.outcomeLeaf(fill(38), bytes);
      return goldenVector(outcome, bytes, { leafOfTxId26: leaf, txRootOfThisAlone: tx.txRoot([leaf]) });
    }),
    event: events.map((event) => {
      const bytes = tx.encodeEvent(event);
      return goldenVector(event, bytes, {
        leaf: tx.eventLeaf(bytes),
        eventRootOfThisAlone: tx.eventRoot([tx.eventLeaf(bytes)]),
      });
    }),
    endorsement: [
      goldenVector(endorsement, tx.encodeEndorsement(endorsement), {
        publicKey,
        id: tx.endorsementId(endorsement),
      }),
    ],
    stored: [
      goldenVector(stored, tx.encodeStored(stored), {
        publicKey,
        signature: sign("stored", tx.encodeStored(stored)),
      }),
    ],
    "signed-stored": [tx.signStored(stored, seed, publicKey)].map((one) =>
      goldenVector(one, tx.encodeSignedStored(one)),
    ),
    validators: [
      goldenVector(set, block.encodeValidators(set), { validatorsHash: block.validatorsHash(set) }),
    ],
    header: [goldenVector(header, headerBytes, { headerHash: block.headerHash(headerBytes) })],
    vote: ([0, 1, 2] as const).map((phase) => {
      const vote = { ...place, phase };
      return goldenVector(vote, block.encodeVote(vote), {
        publicKey,
        signature: sign("consensus", block.encodeVote(vote)),
      });
    }),
    "round-change": changes.map((change) =>
      goldenVector(change, block.encodeRoundChange(change), {
        publicKey,
        signature: sign("consensus", block.encodeRoundChange(change)),
      }),
    ),
    evidence: evidence.map((one) => goldenVector(one, block.encodeEvidence(one))),
    certificate: [goldenVector(certificate, block.encodeCertificate(certificate))],
    params: [block.defaultParams, params].map((one) =>
      goldenVector(one, block.encodeParams(one), { paramsHash: block.paramsHash(one) }),
    ),
    genesis: [
      goldenVector(genesis, genesisBytes, {
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
