import { decodeMessage, type Message, phaseOf, placeOf } from "@jingzhun/consensus";
import {
  type Certificate,
  checkCertificateForm,
  decode,
  equalBytes,
  type evidenceRecord,
  type Header,
  hex,
  sealMessage,
  type ValidatorSet,
  type ValueOf,
  validatorIndex,
  validatorsHash,
} from "@jingzhun/ledger";
import {
  comparePositions,
  decodeConsensusFrame,
  type NodeCore,
  newestState,
  type Position,
} from "@jingzhun/node/parts";
import { DurableWal } from "./durable-wal.ts";
import { quorumOf } from "./faults.ts";
import type { SimulatedGenesis } from "./genesis.ts";
import { Locks } from "./locks.ts";
import { KEYS, type Machine, type SimulatedProcess } from "./machine.ts";
import type { SignatureMemory } from "./signatures.ts";
import { Violation } from "./violation.ts";

type Committed = Parameters<Parameters<NodeCore["chain"]["onCommitted"]>[0]>[0];
type Answer = "applied" | "rejected" | "expired";

interface Decided {
  readonly hash: string;
  readonly stateRoot: string;
}

type Entries = readonly { readonly key: string; readonly value?: Uint8Array | undefined }[];

/** What must hold after every event, of all honest machines together. Each check throws a Violation. */
export class Invariants {
  readonly #genesis: SimulatedGenesis;
  readonly #signatures: SignatureMemory;
  readonly #isHonest: (machine: number) => boolean;
  readonly #decided = new Map<number, Decided>();
  /** by machine and place: what it signed */
  readonly #signed = new Map<string, string>();
  /** frames whose messages were looked at: one goes to several peers */
  readonly #seen = new WeakSet<Uint8Array>();
  /** by machine: height that is durable there */
  readonly #durable = new Map<number, number>();
  /** by machine: how far its signer's record was seen to be durable */
  readonly #records = new Map<number, Position>();
  /** by machine: the furthest place for which it signed */
  readonly #furthest = new Map<number, Position>();
  /** by machine: where that was when it lost its memory of it */
  readonly #forgotten = new Map<number, Position>();
  /** by machine */
  readonly #wals = new Map<number, DurableWal>();
  readonly #locks: Locks;
  /** by transaction, hex: until when a block may hold it, ms UTC */
  readonly #expiry = new Map<string, number>();
  /** by transaction, hex: what a node has answered */
  readonly #answers = new Map<string, Answer>();
  /** by transaction, hex: what its block says */
  readonly #outcomes = new Map<string, { readonly status: Answer; readonly height: number }>();
  /** by account: debit, credit */
  readonly #accounts = new Map<string, { readonly debitFen: number; readonly creditFen: number }>();
  /** fen that are under way on all accounts together, the highest that was */
  moneyMax = 0;
  signatures = 0;
  /** entries of evidence on the chain, as blocks and restarts brought them */
  accusations = 0;
  highest = 0;

  constructor(
    genesis: SimulatedGenesis,
    signatures: SignatureMemory,
    isHonest: (machine: number) => boolean,
  ) {
    this.#genesis = genesis;
    this.#signatures = signatures;
    this.#isHonest = isHonest;
    const n = genesis.validators.length;
    const byzantine = genesis.validators.filter((_, machine) => !isHonest(machine)).length;
    this.#locks = new Locks(quorumOf(n), byzantine);
  }

  /** The height up to which a machine's ledger reached when it was last heard of. */
  durable(machine: number): number {
    return this.#durable.get(machine) ?? 0;
  }

  /** A backup took the place of a machine's disk. */
  restored(machine: number): void {
    this.rolledBack(machine);
    this.#records.delete(machine);
    const signed = this.#furthest.get(machine);
    if (signed !== undefined) this.#forgotten.set(machine, signed);
  }

  /** The same, but for what it knows of its signatures. */
  rolledBack(machine: number): void {
    this.#durable.delete(machine);
    this.#wals.delete(machine);
  }

  /** A client made a transaction. */
  submitted(id: string, expiresAt: number): void {
    this.#expiry.set(id, expiresAt);
  }

  /** A ledger was opened: it may be one block further than was last heard, never behind. */
  async opened({ index }: Machine, { store }: SimulatedProcess): Promise<void> {
    if (!this.#isHonest(index)) return;
    const { head, forest } = store;
    const before = this.durable(index);
    if (head.height < before) {
      throw new Violation(
        "durability",
        `n${index} was at ${before} and is at ${head.height} after a restart`,
      );
    }
    let isAhead = false;
    for (let height = before + 1; height <= head.height; height++) {
      const { header, hash, certificate } = store.header(height)!;
      const isNew = this.#isFinal(`n${index}, block ${height} after a restart`, header, hash, certificate);
      if (isNew) {
        const { txIds, outcomes } = (await store.block(height))!;
        this.#included(header, txIds, outcomes);
        isAhead = true;
      }
    }
    if (isAhead) {
      const entries = async (index: string) => {
        const rows = await store.scanIndex(index, "", { limit: 10_000 });
        return rows.map(({ key }) => ({ key, value: store.get(key)?.value }));
      };
      this.#money(head.height, await entries("account.kind"));
      this.#evidence(`n${index} after a restart`, await entries("governance.evidence"));
    }
    this.#durable.set(index, head.height);
    if (!equalBytes(forest.root(), head.header.stateRoot)) {
      throw new Violation("state-root", `n${index}'s log doesn't lead to block ${head.height}'s root`);
    }
  }

  committed({ index }: Machine, { store, core }: SimulatedProcess, { block, certificate }: Committed): void {
    if (!this.#isHonest(index)) return;
    const { header, hash, result } = block;
    const { height } = header;
    const name = `n${index}, block ${height}`;
    if (height !== this.durable(index) + 1) throw new Violation("chain", `${name} doesn't follow its head`);
    this.#durable.set(index, height);
    if (!equalBytes(store.forest.root(), header.stateRoot)) {
      throw new Violation("state-root", `${name}: the log doesn't lead to the header's root`);
    }
    if (this.#isFinal(name, header, hash, certificate)) {
      this.#included(header, result.txIds, result.outcomes);
      this.#money(height, result.entries);
      this.#evidence(name, result.entries);
    }
    if (core.chain.head.height !== height) throw new Violation("chain", `${name} isn't the head`);
  }

  /** Its own signatures that leave a machine. */
  sent(machine: Machine, frame: Uint8Array): void {
    if (this.#seen.has(frame) || !this.#isHonest(machine.index)) return;
    this.#seen.add(frame);
    const decoded = decodeConsensusFrame(frame);
    if (decoded.kind !== "message") return;
    const message = decodeMessage(decoded.message);
    this.#signedBy(machine, message);
  }

  /** A node told a client how a transaction ended. */
  answered(machine: number, id: string, status: Answer): void {
    if (!this.#isHonest(machine)) return;
    const before = this.#answers.get(id);
    if (before !== undefined && before !== status) {
      throw new Violation("answers", `${id} was ${before}, and n${machine} says ${status}`);
    }
    const outcome = this.#outcomes.get(id);
    if (outcome !== undefined && outcome.status !== status) {
      throw new Violation(
        "answers",
        `${id} is ${outcome.status} by block ${outcome.height}, n${machine}: ${status}`,
      );
    }
    if (outcome === undefined && status !== "expired") {
      throw new Violation("answers", `n${machine} says that ${id} is ${status}, and no block holds it`);
    }
    this.#answers.set(id, status);
  }

  /** Checks a block that a machine has made final; answers whether it is the first of its height. */
  #isFinal(name: string, header: Header, hash: Uint8Array, certificate: Certificate | undefined): boolean {
    const { height } = header;
    if (height === 0) return false;
    const set = this.#setOf(height);
    if (certificate === undefined) throw new Violation("certificate", `${name}: there is none`);
    try {
      checkCertificateForm(certificate, set);
      // By a count of our own: the one above is what is tested.
      if (certificate.seals.length < quorumOf(set.length)) throw new Error("no quorum");
      this.#checkSeals(certificate, set);
    } catch (error) {
      throw new Violation("certificate", `${name}: ${String(error)}`);
    }
    if (certificate.height !== height || !equalBytes(certificate.blockHash, hash)) {
      throw new Violation("certificate", `${name}: of another block`);
    }
    if (!equalBytes(header.validatorsHash, validatorsHash(set))) {
      throw new Violation("certificate", `${name}: of another validator set`);
    }
    const decided = { hash: hex(hash), stateRoot: hex(header.stateRoot) };
    const first = this.#decided.get(height);
    if (first === undefined) {
      this.#decided.set(height, decided);
      this.highest = Math.max(this.highest, height);
      return true;
    }
    if (first.hash !== decided.hash) {
      throw new Violation("agreement", `${name}: ${decided.hash} and ${first.hash} are both final`);
    }
    if (first.stateRoot !== decided.stateRoot) throw new Violation("state-root", `${name}: another root`);
    return false;
  }

  #setOf(_height: number): ValidatorSet {
    return this.#genesis.validators;
  }

  #checkSeals(certificate: Certificate, set: ValidatorSet): void {
    const message = sealMessage(certificate, this.#genesis.chainId);
    for (const { signer, signature } of certificate.seals) {
      const { consensusKey: publicKey } = set[signer]!;
      if (!this.#signatures.isValid({ publicKey, message, signature })) throw new Error(`seal ${signer}`);
    }
  }

  #signedBy(machine: Machine, message: Message): void {
    const { index } = machine;
    if (message.signer !== index) return;
    const { height, round, epoch } = placeOf(message);
    const phase = phaseOf(message.type);
    const place = `n${index} ${message.type} ${height}/${round}`;
    const payload = hex(message.payload);
    const before = this.#signed.get(place);
    if (before === payload) return;
    if (before !== undefined) throw new Violation("equivocation", `${place} signed twice`);
    this.#signed.set(place, payload);
    this.signatures++;
    const position = { epoch, height, round, phase };
    const furthest = this.#furthest.get(index);
    if (furthest === undefined || comparePositions(position, furthest) > 0)
      this.#furthest.set(index, position);
    const forgotten = this.#forgotten.get(index);
    if (forgotten !== undefined && comparePositions(position, forgotten) <= 0) {
      throw new Violation("watch", `${place} signed again by who has lost its memory of it`);
    }
    const process = machine.process;
    if (process === undefined) return;
    const { watch, chainId } = process.core.parts;
    if (watch.isWatching) throw new Violation("watch", `${place} signed while it watches`);
    if (chainId !== this.#genesis.chainId) throw new Violation("equivocation", `${place}: another chain`);
    // The signer's record was durable before there was a signature.
    const file = machine.disk.files.synced(`${KEYS}/signer`);
    const state = file === undefined ? undefined : newestState(file);
    if (state === undefined || comparePositions(state.last, position) < 0) {
      throw new Violation("signer-record", `${place} left before the signer's record was durable`);
    }
    const recorded = this.#records.get(index);
    if (recorded !== undefined && comparePositions(state.last, recorded) < 0) {
      throw new Violation("signer-record", `n${index}'s record went back, ${place} was signed behind it`);
    }
    this.#records.set(index, state.last);
    if (height > this.durable(index) + 1) {
      throw new Violation("signer-record", `${place} signed before block ${height - 1} was durable`);
    }
    this.#persisted(machine, message, place);
    if (message.type !== "prepare" && message.type !== "commit") return;
    const broken = this.#locks.add(message.type, index, message.vote);
    if (broken !== undefined) throw new Violation("lock", broken);
  }

  /** What a restarted node must find again was durable before there was a signature. */
  #persisted({ index, disk }: Machine, message: Message, place: string): void {
    let wal = this.#wals.get(index);
    if (wal === undefined) this.#wals.set(index, (wal = new DurableWal()));
    const lacks = wal.lacks(disk.files, message, quorumOf(this.#genesis.validators.length));
    if (lacks !== undefined) throw new Violation("wal", `${place} left, and the WAL lacks ${lacks}`);
  }

  #included(
    { height, timestamp }: Header,
    txIds: readonly Uint8Array[],
    outcomes: readonly { readonly status: "applied" | "rejected" }[],
  ): void {
    for (let i = 0; i < txIds.length; i++) {
      const id = hex(txIds[i]!);
      const status = outcomes[i]!.status;
      const before = this.#outcomes.get(id);
      if (before !== undefined) {
        throw new Violation("replay", `${id} stands in block ${before.height} and in block ${height}`);
      }
      this.#outcomes.set(id, { status, height });
      if (timestamp >= (this.#expiry.get(id) ?? Number.POSITIVE_INFINITY)) {
        throw new Violation("expiry", `${id} had expired by the time of block ${height}`);
      }
      const answer = this.#answers.get(id);
      if (answer !== undefined && answer !== status) {
        throw new Violation("answers", `${id} was ${answer}, and block ${height} says ${status}`);
      }
    }
  }

  /** No honest validator is accused on the chain. */
  #evidence(name: string, entries: Entries): void {
    for (const { key, value } of entries) {
      if (!key.startsWith("governance/evidence/") || value === undefined) continue;
      const { consensusKey, type, height, round } = decode(value) as ValueOf<typeof evidenceRecord>;
      const accused = validatorIndex(this.#genesis.validators, consensusKey);
      if (accused < 0 || this.#isHonest(accused)) {
        throw new Violation("evidence", `${name}: n${accused} is accused of two ${type} ${height}/${round}`);
      }
      this.accusations++;
    }
  }

  /** Every fen comes from somewhere, and no account of our own is overdrawn. */
  #money(height: number, entries: Entries): void {
    let changed = false;
    for (const { key, value } of entries) {
      if (!key.startsWith("account/") || value === undefined) continue;
      changed = true;
      const { debitFen, creditFen } = decode(value) as { debitFen: number; creditFen: number };
      const account = key.slice("account/".length);
      this.#accounts.set(account, { debitFen, creditFen });
      if (/^(indicator|committed|transit)\./.test(account) && debitFen < creditFen) {
        throw new Violation("money", `${account} is overdrawn in block ${height}`);
      }
    }
    if (!changed) return;
    let sum = 0;
    let debit = 0;
    for (const { debitFen, creditFen } of this.#accounts.values()) {
      sum += debitFen - creditFen;
      debit += debitFen;
    }
    this.moneyMax = Math.max(this.moneyMax, debit);
    if (sum !== 0) throw new Violation("money", `${sum} fen too many after block ${height}`);
  }
}
