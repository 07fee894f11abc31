import { describe, expect, it } from "vitest";
import { decode, encode, type Value } from "../bytes/codec.ts";
import { hashInput } from "../bytes/hash-input.ts";
import { hex } from "../bytes/text.ts";
import { portableSuite, suite } from "../crypto/index.ts";
import { signBytes } from "../crypto/signing.ts";
import { JzError } from "../errors.ts";
import {
  type Certificate,
  chainIdOf,
  decodeCertificate,
  decodeGenesis,
  decodeHeader,
  decodeParams,
  decodeRoundChange,
  decodeValidators,
  decodeVote,
  defaultParams,
  encodeCertificate,
  encodeGenesis,
  encodeHeader,
  encodeParams,
  encodeRoundChange,
  encodeValidators,
  encodeVote,
  faulty,
  type Genesis,
  genesisHash,
  type Header,
  headerHash,
  PHASE,
  paramsHash,
  proposerIndex,
  quorum,
  sealMessage,
  sortValidators,
  validatorsHash,
  verifyCertificate,
  verifyFinality,
} from "./index.ts";

const chainId = `test-${"0a".repeat(16)}`;
const hash = (n: number) => new Uint8Array(32).fill(n);
const seeds = [11, 12, 13, 14].map(hash);
const set = sortValidators(
  seeds.map((seed, i) => ({
    organisation: `office-${i}`,
    consensusKey: suite.publicKey(seed),
    networkKey: suite.publicKey(hash(20 + i)),
    addresses: [`/ip4/127.0.0.1/tcp/${7200 + i}`],
  })),
);
/** The seed of the validator at an index of the sorted set. */
const seedAt = (index: number) =>
  seeds.find((seed) => hex(suite.publicKey(seed)) === hex(set[index]!.consensusKey))!;

const header: Header = {
  chainId,
  epoch: 0,
  height: 7,
  timestamp: 1_600_000_000_123,
  parentHash: hash(1),
  proposer: set[1]!.consensusKey,
  txRoot: hash(2),
  eventRoot: hash(3),
  stateRoot: hash(4),
  validatorsHash: validatorsHash(set),
  nextValidatorsHash: hash(5),
  paramsHash: hash(6),
};
const headerBytes = encodeHeader(header);

function certify(signers: number[], more: Partial<Certificate> = {}): Certificate {
  const place = { epoch: 0, height: 7, round: 2, blockHash: headerHash(headerBytes), ...more };
  const payload = encodeVote({ chainId, ...place, phase: PHASE.commit });
  const seals = signers.map((signer) => ({
    signer,
    signature: signBytes("consensus", chainId, payload, seedAt(signer)),
  }));
  return { ...place, seals, ...more };
}

function code(f: () => unknown): string {
  try {
    f();
  } catch (error) {
    if (error instanceof JzError) return error.message;
    throw error;
  }
  return "nothing was thrown";
}

describe("a header", () => {
  it("reads back and is hashed over its bytes", () => {
    expect(decodeHeader(headerBytes)).toEqual(header);
    expect(headerHash(headerBytes)).toEqual(suite.hash(hashInput("header").bytes(headerBytes).finish()));
    expect((decode(headerBytes) as Value[])[0]).toBe(1);
  });

  it("has thirteen elements of the right kind", () => {
    const wire = decode(headerBytes) as Value[];
    expect(wire).toHaveLength(13);
    for (let i = 0; i < 13; i++) {
      expect(code(() => decodeHeader(encode(Object.assign([...wire], { [i]: null }))))).toBe(
        `header.invalid at ${i}`,
      );
    }
    expect(code(() => decodeHeader(encode([...wire, 1])))).toBe("header.invalid");
    expect(code(() => decodeHeader(encode(wire.slice(0, 12))))).toBe("header.invalid");
  });
});

describe("a validator set", () => {
  it("is sorted by consensus key, each key once", () => {
    expect(decodeValidators(encodeValidators(set))).toEqual(set);
    expect(code(() => encodeValidators([...set].reverse()))).toBe("validators.invalid");
    expect(code(() => encodeValidators([set[0]!, set[0]!]))).toBe("validators.invalid");
    expect(code(() => encodeValidators([set[0]!, { ...set[1]!, networkKey: set[0]!.networkKey }]))).toBe(
      "validators.invalid",
    );
    expect(code(() => encodeValidators([]))).toBe("validators.invalid");
    expect(code(() => encodeValidators([{ ...set[0]!, organisation: "X" }]))).toBe(
      "validators.invalid at 0.0",
    );
  });

  it.each([
    [1, 0, 1],
    [2, 0, 2],
    [3, 0, 2],
    [4, 1, 3],
    [5, 1, 4],
    [6, 1, 4],
    [7, 2, 5],
    [10, 3, 7],
    [13, 4, 9],
    [31, 10, 21],
  ])("of %i bears %i faulty and needs %i", (n, f, q) => {
    expect([faulty(n), quorum(n)]).toEqual([f, q]);
    // Two quorums share more than f validators, and the honest ones alone make a quorum.
    expect(2 * q - n).toBeGreaterThan(f);
    expect(n - f).toBeGreaterThanOrEqual(q);
  });

  it("lets the parent's proposer keep the office for a tenure", () => {
    const who = (height: number, round: number, parent: number | undefined) =>
      proposerIndex({
        height,
        round,
        set,
        tenure: 64,
        parentProposer: parent === undefined ? hash(0) : set[parent]!.consensusKey,
      });
    expect([1, 2, 63].map((height) => who(height, 0, 2))).toEqual([2, 2, 2]);
    expect(who(64, 0, 2)).toBe(3);
    expect(who(128, 0, 3)).toBe(0);
    expect([0, 1, 2, 3, 4].map((round) => who(5, round, 3))).toEqual([3, 0, 1, 2, 3]);
    // No proposer, or one that left: the height decides.
    expect(who(1, 0, undefined)).toBe(1);
    expect(who(6, 1, undefined)).toBe(3);
    expect(who(64, 0, undefined)).toBe(1);
  });
});

describe("consensus payloads", () => {
  it("read back", () => {
    for (const phase of [PHASE.proposal, PHASE.prepare, PHASE.commit]) {
      const vote = { chainId, epoch: 1, height: 2, round: 3, phase, blockHash: hash(1) };
      expect(decode(encodeVote(vote))).toEqual([1, chainId, 1, 2, 3, phase, hash(1)]);
      expect(decodeVote(encodeVote(vote))).toEqual(vote);
    }
    for (const prepared of [
      { preparedRound: null, preparedHash: null },
      { preparedRound: 0, preparedHash: hash(1) },
    ]) {
      const change = { chainId, epoch: 1, height: 2, round: 3, ...prepared };
      expect(decodeRoundChange(encodeRoundChange(change))).toEqual(change);
    }
  });

  it("can't be taken for one another", () => {
    const place = { chainId, epoch: 0, height: 2, round: 3 };
    const change = encodeRoundChange({ ...place, preparedRound: null, preparedHash: null });
    expect(code(() => decodeVote(change))).toMatch(/^vote\.invalid/);
    expect(code(() => decodeRoundChange(encodeVote({ ...place, phase: 2, blockHash: hash(1) })))).toMatch(
      /^round_change\.invalid/,
    );
    for (const prepared of [
      { preparedRound: 1, preparedHash: null },
      { preparedRound: null, preparedHash: hash(1) },
      { preparedRound: 3, preparedHash: hash(1) },
    ]) {
      expect(code(() => encodeRoundChange({ ...place, ...prepared }))).toBe("round_change.invalid");
    }
  });
});

describe("a certificate", () => {
  it("reads back, holds with a quorum of seals, and is checked alike by both suites", () => {
    for (const signers of [
      [0, 1, 2],
      [0, 2, 3],
      [0, 1, 2, 3],
    ]) {
      const certificate = certify(signers);
      const read = decodeCertificate(encodeCertificate(certificate));
      expect(read).toEqual(certificate);
      verifyCertificate(read, chainId, set);
      expect(verifyFinality(headerBytes, read, chainId, set)).toEqual(header);
    }
    const { seals } = certify([0]);
    const message = sealMessage(certify([0]), chainId);
    expect(portableSuite.verify(seals[0]!.signature, message, set[0]!.consensusKey)).toBe(true);
  });

  it("is refused with too few, doubled, unknown or foreign seals", () => {
    const good = certify([0, 1, 2]);
    const refused = (certificate: Certificate, chain = chainId) =>
      code(() => verifyCertificate(certificate, chain, set));
    expect(refused(certify([0, 1]))).toBe("certificate.no_quorum");
    expect(refused({ ...good, seals: [good.seals[0]!, good.seals[0]!, good.seals[1]!] })).toBe(
      "certificate.signers",
    );
    expect(refused({ ...good, seals: [good.seals[1]!, good.seals[0]!, good.seals[2]!] })).toBe(
      "certificate.signers",
    );
    expect(refused({ ...good, seals: [...good.seals, { signer: 4, signature: new Uint8Array(64) }] })).toBe(
      "certificate.unknown_signer",
    );
    expect(refused({ ...good, seals: [...good.seals.slice(0, 2), { ...good.seals[2]!, signer: 3 }] })).toBe(
      "certificate.signature",
    );
    // One bad seal beside a quorum spoils the certificate: whoever made it is wrong.
    expect(
      refused({ ...good, seals: [...good.seals, { signer: 3, signature: good.seals[0]!.signature }] }),
    ).toBe("certificate.signature");
    for (const other of [{ round: 1 }, { height: 8 }, { epoch: 1 }, { blockHash: hash(9) }]) {
      expect(refused({ ...good, ...other })).toBe("certificate.signature");
    }
    expect(refused(good, `test-${"0b".repeat(16)}`)).toBe("certificate.signature");
    expect(code(() => encodeCertificate({ ...good, seals: [good.seals[1]!, good.seals[0]!] }))).toBe(
      "certificate.invalid at 5",
    );
  });

  it("makes PREPAREs no COMMITs", () => {
    const place = { chainId, epoch: 0, height: 7, round: 2, blockHash: headerHash(headerBytes) };
    const payload = encodeVote({ ...place, phase: PHASE.prepare });
    const seals = [0, 1, 2].map((signer) => ({
      signer,
      signature: signBytes("consensus", chainId, payload, seedAt(signer)),
    }));
    expect(code(() => verifyCertificate({ ...place, seals }, chainId, set))).toBe("certificate.signature");
  });

  it("says nothing of another header, chain or set", () => {
    const certificate = certify([0, 1, 2]);
    const other = encodeHeader({ ...header, stateRoot: hash(9) });
    expect(code(() => verifyFinality(other, certificate, chainId, set))).toBe("finality.mismatch");
    expect(code(() => verifyFinality(headerBytes, certificate, "other", set))).toBe("finality.chain");
    expect(code(() => verifyFinality(headerBytes, certificate, chainId, set.slice(1)))).toBe(
      "finality.validators",
    );
  });
});

describe("params", () => {
  it("read back, and are refused when unknown or out of bounds", () => {
    const params = { ...defaultParams, domain: { "fund.cap": 5_000_000, list: [1, 2] } };
    expect(decodeParams(encodeParams(params))).toEqual(params);
    expect(paramsHash(params)).toEqual(suite.hash(hashInput("params").bytes(encodeParams(params)).finish()));
    expect(code(() => encodeParams({ ...params, extra: 1 } as typeof params))).toBe("params.invalid");
    expect(code(() => encodeParams({ ...params, tenure: 0 }))).toBe("params.invalid at tenure");
    expect(code(() => encodeParams({ ...params, blockBytes: 9 * 1024 * 1024 }))).toBe(
      "params.invalid at blockBytes",
    );
    // The largest transaction fits into a block beside the frame, whatever the network chose.
    expect(code(() => encodeParams({ ...params, blockBytes: 1024 * 1024 }))).toBe(
      "params.invalid at blockBytes",
    );
    expect(code(() => encodeParams({ ...params, rejectedPercent: 101 }))).toBe(
      "params.invalid at rejectedPercent",
    );
    expect(code(() => encodeParams({ ...params, roundTimeout: 0.5 }))).toBe("params.invalid at roundTimeout");
  });
});

describe("a genesis", () => {
  const genesis: Genesis = {
    name: "xiangxi-test",
    suite: "ed25519-sha256-xchacha20",
    timestamp: 1_400_000_000_000,
    organisations: [
      {
        id: "county-office",
        name: "花垣县扶贫办",
        kind: "poverty",
        division: "433124000000",
        adminKeys: [hash(1), hash(2)],
        x25519Key: hash(3),
        api: ["http://127.0.0.1:7100"],
      },
      {
        id: "shibadong",
        name: "十八洞村委会",
        kind: "village",
        division: "433124110226",
        adminKeys: [],
        hostedBy: "county-office",
      },
    ],
    validators: set,
    params: defaultParams,
    modules: { access: 1, household: 1 },
    records: [
      ["division/433124000000", { name: "花垣县" }],
      ["division/433124110226", { name: "十八洞村" }],
    ],
    attachments: [hash(4)],
    testNetwork: true,
  };

  it("reads back, and its hash makes the chain's id", () => {
    const bytes = encodeGenesis(genesis);
    expect(decodeGenesis(bytes)).toEqual(genesis);
    expect(genesisHash(bytes)).toEqual(suite.hash(hashInput("genesis").bytes(bytes).finish()));
    expect(chainIdOf(bytes)).toBe(`xiangxi-test-${hex(genesisHash(bytes)).slice(0, 32)}`);
    const other = encodeGenesis({ ...genesis, testNetwork: false });
    expect(chainIdOf(other)).not.toBe(chainIdOf(bytes));
    expect(encodeHeader({ ...header, chainId: chainIdOf(bytes) })).toBeInstanceOf(Uint8Array);
  });

  it.each<[string, Partial<{ [K in keyof Genesis]: unknown }>, string]>([
    ["a name with capitals", { name: "Test" }, "genesis.invalid at 1"],
    ["a name of 33 characters", { name: "a".repeat(33) }, "genesis.invalid at 1"],
    ["another suite", { suite: "sm2-sm3-sm4" }, "genesis.invalid at 2"],
    ["no organisation", { organisations: [] }, "genesis.invalid at 4"],
    [
      "one organisation twice",
      { organisations: [genesis.organisations[0], genesis.organisations[0]] },
      "genesis.invalid at 4",
    ],
    [
      "a division of 6 digits",
      { organisations: [{ ...genesis.organisations[0], division: "433124" }] },
      "genesis.invalid at 4.0.3",
    ],
    ["an unsorted set", { validators: [...set].reverse() }, "validators.invalid"],
    [
      "params that are none",
      { params: { ...defaultParams, heartbeat: -1 } },
      "genesis.invalid at 6.heartbeat",
    ],
    ["a module's version 0", { modules: { access: 0 } }, "genesis.invalid at 7.access"],
    ["unsorted records", { records: [...genesis.records].reverse() }, "genesis.invalid at 8"],
    ["no attachment", { attachments: [] }, "genesis.invalid at 9"],
    [
      "two attachments",
      { attachments: [new Uint8Array(32), new Uint8Array(32).fill(1)] },
      "genesis.invalid at 9",
    ],
    ["an attachment id of 31 bytes", { attachments: [new Uint8Array(31)] }, "genesis.invalid at 9.0"],
  ])("with %s is refused", (_, change, message) => {
    expect(code(() => encodeGenesis({ ...genesis, ...change } as Genesis))).toBe(message);
  });
});
