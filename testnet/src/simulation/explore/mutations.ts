import type { SourceEdit } from "../source-edit.ts";
import type { Broken, HostFaults } from "./host.ts";
import type { Plan } from "./plan.ts";

/** What makes the host of the scenarios as faulty as the one that is explored, so that they can tell of it. */
const FAULTY_HOSTS: { readonly [fault in keyof HostFaults]-?: SourceEdit } = {
  sendsBeforeWal: {
    file: "scenarios/host",
    find: "    this.disk.wal.push(...this.disk.unsynced.splice(0), encodeWalRecord(persist));",
    replace: `    const early = signCached(signatureInput("consensus", CHAIN_ID, message.payload), this.#options.validators.seeds[this.index]);
    this.#step("signed");
    for (const output of this.qbft.step({ type: "signed", message: { ...message, signature: early } })) this.#do(output);
    this.disk.wal.push(...this.disk.unsynced.splice(0), encodeWalRecord(persist));`,
  },
  walWithoutCommit: {
    file: "scenarios/host",
    find: "encodeWalRecord(persist));",
    replace:
      'persist.kind === "commit" ? [] : encodeWalRecord(persist));\n    this.disk.wal = this.disk.wal.filter((record) => record instanceof Uint8Array);',
  },
  walNotRead: {
    file: "scenarios/host",
    find: "restored: this.disk.wal.map(decodeWalRecord)",
    replace: "restored: []",
  },
  signerWithoutRecord: {
    file: "scenarios/host",
    find: "if (order < 0 || isOther || hidesCommit) {",
    replace: "if (false) {",
  },
};

/** A protocol bug, put in for the exploration only: another line of consensus, or another host. */
export interface Mutation {
  readonly name: string;
  /** what is wrong, in a line */
  readonly bug: string;
  readonly edits?: readonly SourceEdit[];
  readonly faults?: HostFaults;
  /** the invariants that are looked at; all of them unless given: then it is what follows that has to be found */
  readonly looksAt?: readonly Broken[];
  /** votes for different blocks may be counted together, which consensus as it is never does */
  readonly mixesBlocks?: boolean;
  /** rounds can't be explored one after the other: what was said in one counts in another */
  readonly mixesRounds?: boolean;
  /** where it shows */
  readonly byzantine: number;
  readonly lastRound: number;
  readonly crashes: 0 | 1;
}

const CONSEQUENCES: readonly Broken[] = [
  "agreement",
  "only decidable value",
  "one signature a place",
  "ROUND-CHANGE shows COMMIT",
];

const NO_CERTIFICATE_CHECK: SourceEdit = {
  file: "justification",
  find: "prepares.length >= context.quorum &&",
  replace: "prepares.length >= 0 ||",
};

export const MUTATIONS: readonly Mutation[] = [
  {
    name: "quorum-off-by-one",
    bug: "two of four validators are a quorum",
    edits: [{ file: "height-context", find: "quorum: quorum(n)", replace: "quorum: quorum(n) - 1" }],
    looksAt: ["agreement"],
    byzantine: 1,
    lastRound: 0,
    crashes: 0,
  },
  {
    name: "no-prepared-certificate-check",
    bug: "a prepared round is believed without its PREPAREs, in ROUND-CHANGEs and in proposals",
    edits: [NO_CERTIFICATE_CHECK],
    byzantine: 1,
    lastRound: 1,
    crashes: 0,
  },
  {
    name: "no-round-change-quorum",
    bug: "a proposal of a later round is accepted without the ROUND-CHANGEs of a quorum",
    edits: [
      {
        file: "justification",
        find: "roundChanges.length < context.quorum || !areAscending(roundChanges)",
        replace: "false",
      },
    ],
    byzantine: 2,
    lastRound: 1,
    crashes: 0,
  },
  {
    name: "prepared-value-not-proposed-again",
    bug: "the proposer of a later round builds a block of its own, and the others take it",
    edits: [
      {
        file: "justification",
        find: "(highest === null)",
        replace: "(prepares.length === 0) return true; if (highest === null)",
      },
      {
        file: "justification",
        find: "const holder = roundChanges.find(",
        replace: "const holder = [].find(",
      },
    ],
    byzantine: 1,
    lastRound: 1,
    crashes: 0,
  },
  {
    name: "seals-of-any-round",
    mixesRounds: true,
    bug: "COMMITs for a block are counted together whatever their round",
    edits: [
      {
        file: "ballots",
        find: "const vote = rounds.get(round)?.[type];",
        replace: `const vote = type === "prepare" ? rounds.get(round)?.prepare
          : [...rounds.values()].map((slot) => slot.commit).find((held) => held && equalBytes(held.vote.blockHash, hash));`,
      },
    ],
    byzantine: 1,
    lastRound: 1,
    crashes: 0,
  },
  {
    name: "seals-of-another-block",
    bug: "COMMITs of a round are counted together whatever their block",
    edits: [
      {
        file: "ballots",
        find: "if (vote !== undefined && equalBytes(vote.vote.blockHash, hash)) {",
        replace: 'if (vote !== undefined && (type === "commit" || equalBytes(vote.vote.blockHash, hash))) {',
      },
    ],
    mixesBlocks: true,
    byzantine: 1,
    lastRound: 0,
    crashes: 0,
  },
  {
    name: "prepares-twice",
    bug: "a node forgets which block it has PREPAREd",
    edits: [
      {
        file: "own-messages",
        find: 'return message?.type === "prepare" && message.vote.round === round ? message.vote.blockHash : null;',
        replace: "return null;",
      },
    ],
    byzantine: 1,
    lastRound: 0,
    crashes: 1,
  },
  {
    name: "forgets-being-prepared",
    bug: "a ROUND-CHANGE says nothing of what was prepared",
    edits: [
      {
        file: "height",
        find: "const preparedRound = this.prepared?.round ?? null;",
        replace: "this.prepared = null;\n    const preparedRound = this.prepared?.round ?? null;",
      },
    ],
    faults: { signerWithoutRecord: true },
    looksAt: CONSEQUENCES,
    byzantine: 1,
    lastRound: 1,
    crashes: 0,
  },
  {
    name: "sends-before-wal",
    bug: "a message leaves before it is in the WAL",
    faults: { sendsBeforeWal: true },
    byzantine: 1,
    lastRound: 0,
    crashes: 0,
  },
  {
    name: "sends-before-wal-and-loses-power",
    bug: "a message leaves before it is in the WAL, and only what follows from that is looked at",
    faults: { sendsBeforeWal: true },
    looksAt: CONSEQUENCES,
    byzantine: 1,
    lastRound: 0,
    crashes: 1,
  },
  {
    name: "wal-without-commit-and-lax-signer",
    bug: "the COMMIT isn't in the WAL at all, the signer doesn't look, and only what follows is looked at",
    faults: { walWithoutCommit: true, signerWithoutRecord: true },
    looksAt: CONSEQUENCES,
    byzantine: 1,
    lastRound: 1,
    crashes: 1,
  },
  {
    name: "wal-not-read",
    bug: "a restarted node begins the height anew",
    faults: { walNotRead: true },
    byzantine: 1,
    lastRound: 0,
    crashes: 1,
  },
  {
    name: "wal-not-read-and-lax-signer",
    bug: "a restarted node begins the height anew, and the signer signs whatever it is asked to",
    faults: { walNotRead: true, signerWithoutRecord: true },
    looksAt: CONSEQUENCES,
    byzantine: 1,
    lastRound: 0,
    crashes: 1,
  },
];

/** @throws RangeError no such bug */
export function mutationNamed(name: string): Mutation {
  const found = MUTATIONS.find((mutation) => mutation.name === name);
  if (found === undefined) throw new RangeError(`no bug ${name}`);
  return found;
}

/** How a bug is looked for. */
export function planFor({ name, byzantine, lastRound, crashes, mixesRounds }: Mutation): Plan {
  const reduction = mixesRounds === true ? "quorums" : "rounds";
  return { byzantine, lastRound, crashes, reduction, mutation: name };
}

/** The same bug for a copy of consensus with its scenarios. */
export function scenarioEdits({ edits = [], faults = {} }: Mutation): SourceEdit[] {
  const names = Object.keys(faults) as (keyof HostFaults)[];
  return [...edits, ...names.map((fault) => FAULTY_HOSTS[fault])];
}
