import {
  decodeWalRecord,
  encodeWalRecord,
  type Input,
  type Message,
  type Output,
  placeOf,
  type Qbft,
  type UnsignedMessage,
  type WalRecord,
} from "@jingzhun/consensus";
import { equalBytes, fromUtf8, PHASE } from "@jingzhun/ledger/certification";
import { block, blockName, isBlock } from "./block-names.ts";
import { type Canonical, intern, internBytes } from "./canonical.ts";
import type { Certificates } from "./certificates.ts";
import { forget } from "./forget.ts";
import type { CreateQbft } from "./machine.ts";
import { bit, type MessagePool, type Messages, NONE, placeName } from "./message-pool.ts";
import { CHAIN_ID, HEIGHT, QUORUM, SET, signAs } from "./validators.ts";

/** What an honest node must not do; the names are those of the report. */
export type Broken =
  | "agreement"
  | "only decidable value"
  | "certificate"
  | "WAL before wire"
  | "one signature a place"
  | "signer agrees"
  | "ROUND-CHANGE shows COMMIT";

/** Mistakes of a host, for the mutations. */
export interface HostFaults {
  /** signs and sends first, and writes to the WAL and the signer's record afterwards */
  readonly sendsBeforeWal?: boolean;
  /** leaves COMMITs out of the WAL altogether */
  readonly walWithoutCommit?: boolean;
  /** begins after a restart without what the WAL says */
  readonly walNotRead?: boolean;
  /** the signer signs whatever it is asked to */
  readonly signerWithoutRecord?: boolean;
}

/** The step of a host after which the power can go. */
type HostStep = "walSynced" | "signerSynced" | "signed" | "sent" | "decided" | "idle";

export type HostEvent =
  | { readonly what: "output"; readonly output: Output }
  | { readonly what: "step"; readonly step: HostStep }
  | { readonly what: "refused"; readonly message: UnsignedMessage }
  | { readonly what: "power cut"; readonly kept: number }
  | { readonly what: "broken"; readonly broken: Broken; readonly why: string };

interface SignerRecord {
  readonly round: number;
  /** place in the order of signing within a round */
  readonly order: number;
  readonly payload: Uint8Array;
  /** the highest round in which a COMMIT was signed; −1: none */
  readonly committedRound: number;
}

/** A node at rest, never changed: `act` answers with another one. */
export interface Local {
  readonly index: number;
  /** nothing that ends in a round below is done any more */
  readonly floor: number;
  readonly qbft: Qbft;
  readonly timer: number | null;
  /** records of the WAL that were synced, and those that weren't */
  readonly wal: readonly Uint8Array[];
  readonly unsynced: readonly Uint8Array[];
  /** blocks (text) whose bodies the WAL holds */
  readonly bodies: ReadonlySet<string>;
  readonly signer: SignerRecord | null;
  /** what this node has sent, in rounds from `floor` on */
  readonly said: Messages;
  /** payload by place, signed in rounds from `floor` on, sent or not; COMMITs ever */
  readonly signed: ReadonlyMap<string, number>;
  /** blocks (text) decided, ever */
  readonly decisions: ReadonlySet<string>;
  /** the block is durable: this node has done its part */
  readonly finished: boolean;
  /** has lost power once */
  readonly crashed: boolean;
  readonly broken: readonly { readonly broken: Broken; readonly why: string }[];
}

export interface World {
  readonly create: CreateQbft;
  readonly pool: MessagePool;
  readonly certificates: Certificates;
  readonly faults: HostFaults;
  /** index of the Byzantine validator */
  readonly byzantine: number;
  /** no timer of this round fires */
  readonly lastRound: number;
  readonly canonical: Canonical;
  /** nodes at rest forget what they can be told again */
  readonly isReduced: boolean;
  /** what disks say (numbers of texts), by their bytes */
  readonly disks: Map<string, number>;
}

export type Action =
  | { readonly type: "wake" }
  | { readonly type: "timer" }
  | { readonly type: "deliver"; readonly ids: readonly number[] };

/** Where the power goes: after this many steps of the host, and how many unsynced records the disk has all the same. */
export interface PowerCut {
  readonly after: number;
  readonly keepsUnsynced: boolean;
}

const records = new WeakMap<Uint8Array, WalRecord>();

/** What a record of the WAL says; read once. */
function read(record: Uint8Array): WalRecord {
  let decoded = records.get(record);
  if (decoded === undefined) records.set(record, (decoded = decodeWalRecord(record)));
  return decoded;
}

class CutOff extends Error {}

/** What a proposer builds, by the names that scenarios give; another block after a restart, or beside it. */
export function ownBlock(index: number, round: number, isOther: boolean): string {
  return `${isOther ? "c" : "b"}1.${round}n${index}`;
}

export function newLocal(world: World, index: number): Local {
  const qbft = create(world, index);
  qbft.step(newHeight());
  return {
    index,
    floor: 0,
    qbft,
    timer: null,
    wal: [],
    unsynced: [],
    bodies: new Set(),
    signer: null,
    said: NONE,
    signed: new Map(),
    decisions: new Set(),
    finished: false,
    crashed: false,
    broken: [],
  };
}

/** What came of an action. */
export interface Acted {
  readonly local: Local;
  /** at how many steps the power could have gone */
  readonly steps: number;
  /** consensus asked for nothing at all */
  readonly isSilent: boolean;
}

/** What two nodes at rest may differ in and still count as one. */
export interface Disregarded {
  /** the disk, for who loses power no more: nobody reads it again */
  readonly disk: boolean;
  /** whether it has lost power */
  readonly crashed: boolean;
}

/** Everything in which two nodes at rest differ. */
export function keyOfLocal(world: World, local: Local, without: Disregarded): string {
  const { index, floor, said, signed, decisions, finished, crashed, broken } = local;
  const { canonical } = world;
  const history = `${index};${floor};${said};${canonical.text([signed, decisions, broken])};${finished}`;
  const past = without.crashed ? history : `${history};${crashed}`;
  if (finished) return past;
  const { timer, signer, qbft } = local;
  const disk = without.disk ? "" : diskOf(world, local);
  const record = signer === null ? "" : fieldsOf(signer, floor);
  return `${past};${timer};${disk};${record};${canonical.text(qbft)}`;
}

/** The disk by its bytes; reduced, by what the node would be after a restart, with and without what wasn't synced. */
function diskOf(world: World, local: Local): string {
  const { wal, unsynced, bodies, index, floor } = local;
  const exact = world.canonical.text([wal, unsynced, bodies]);
  if (!world.isReduced) return exact;
  const key = `${index};${floor};${exact}`;
  let disk = world.disks.get(key);
  if (disk === undefined) {
    const images = [wal, [...wal, ...unsynced]].map((records) => {
      const qbft = create(world, index);
      qbft.step(newHeight(world.faults.walNotRead === true ? [] : records.map(read)));
      forget(qbft, index, floor);
      return world.canonical.text(qbft);
    });
    world.disks.set(key, (disk = intern(images.join())));
  }
  return String(disk);
}

/** A node at rest without what it can be told again. */
export function atRest(world: World, local: Local): Local {
  if (world.isReduced && !local.finished) forget(local.qbft, local.index, local.floor);
  return local;
}

/** The node when nothing that ends in a round below `floor` is done any more. */
export function enterRounds(local: Local, floor: number): Local {
  const qbft = local.qbft.copy();
  forget(qbft, local.index, floor);
  const commits = [...local.signed].filter(([place]) => place.startsWith(`${PHASE.commit}/`));
  return { ...local, floor, qbft, said: NONE, signed: new Map(commits) };
}

function fieldsOf({ round, order, payload, committedRound }: SignerRecord, floor: number): string {
  return round < floor ? `${committedRound}` : `${round}/${order}/${committedRound}/${internBytes(payload)}`;
}

/**
 * What the node makes of an input: the host does what consensus asks for (consensus README), one after the other, until
 * there is nothing left to do. With a power cut it starts again from its disk and does what follows from that.
 *
 * @returns the node at rest again
 */
export function act(
  world: World,
  local: Local,
  action: Action,
  cut: PowerCut | null = null,
  observe: (event: HostEvent) => void = () => {},
): Acted {
  const host = new RunningHost(world, local, cut, observe);
  try {
    for (const input of inputsOf(world, local, action)) host.give(input);
    host.step("idle");
  } catch (error) {
    if (!(error instanceof CutOff)) throw error;
    host.restart();
  }
  return { local: host.local(), steps: host.steps, isSilent: host.isSilent };
}

function inputsOf({ pool }: World, local: Local, action: Action): Input[] {
  if (action.type === "wake") return [{ type: "wake" }];
  if (action.type === "timer")
    return local.timer === null ? [] : [{ type: "timer", height: 1, round: local.timer }];
  return action.ids.map((id) => {
    const message = pool.message(id);
    return { type: "received", message, from: String(message.signer) };
  });
}

function create({ create }: World, index: number): Qbft {
  return create({ chainId: CHAIN_ID, epoch: 0, self: SET[index]!.consensusKey });
}

function newHeight(restored?: readonly WalRecord[]): Input {
  return {
    type: "newHeight",
    ...HEIGHT,
    ...(restored === undefined ? {} : { restored }),
  };
}

const SIGNING_ORDER = ["roundChange", "proposal", "prepare", "commit"];

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

class RunningHost {
  readonly #world: World;
  readonly #observe: (event: HostEvent) => void;
  #cut: PowerCut | null;
  #inputs: Input[] = [];
  #at: Mutable<Local>;
  steps = 0;
  isSilent = true;

  constructor(world: World, local: Local, cut: PowerCut | null, observe: (event: HostEvent) => void) {
    this.#world = world;
    this.#observe = observe;
    this.#cut = cut;
    this.#at = { ...local, qbft: local.qbft.copy() };
  }

  local(): Local {
    return this.#at;
  }

  give(input: Input): void {
    this.#inputs.push(input);
    for (let next = this.#inputs.shift(); next !== undefined; next = this.#inputs.shift())
      for (const output of this.#at.qbft.step(next)) if (!this.#at.finished) this.#do(output);
  }

  step(step: HostStep): void {
    this.#observe({ what: "step", step });
    if (this.#cut !== null && this.#cut.after === this.steps) throw new CutOff();
    this.steps++;
  }

  restart(): void {
    const at = this.#at;
    const kept = this.#cut?.keepsUnsynced === true ? at.unsynced : [];
    this.#observe({ what: "power cut", kept: kept.length });
    this.#cut = null;
    this.#inputs = [];
    at.wal = [...at.wal, ...kept];
    at.unsynced = [];
    at.timer = null;
    at.finished = false;
    at.crashed = true;
    at.qbft = create(this.#world, at.index);
    const restored = this.#world.faults.walNotRead === true ? [] : at.wal.map(read);
    this.give(newHeight(restored));
    // A restarted host has its reasons to wake; consensus does so itself where the WAL says anything.
    this.give({ type: "wake" });
  }

  #do(output: Output): void {
    const at = this.#at;
    this.isSilent = false;
    this.#observe({ what: "output", output });
    switch (output.type) {
      case "setTimer":
        at.timer = output.round;
        break;
      case "sign":
        this.#sign(output);
        break;
      case "log":
        at.unsynced = [...at.unsynced, encodeWalRecord(output.record)];
        break;
      case "send":
        this.#send(output.message);
        break;
      case "verify":
        if (this.#world.pool.isSigned(output.message))
          this.#inputs.push({ type: "message", message: output.message });
        break;
      case "buildProposal": {
        // Another process builds another block: after a restart there are other transactions.
        const built = block(ownBlock(at.index, output.round, at.crashed));
        this.#inputs.push({ type: "proposalBuilt", height: 1, round: output.round, ...built });
        break;
      }
      case "fetchProposal":
        this.#inputs.push({
          type: "proposalBuilt",
          height: 1,
          round: output.round,
          ...block(blockName(output.hash)),
        });
        break;
      case "validateProposal": {
        const { height, round, hash, value } = output;
        const valid = isBlock(value, hash);
        this.#inputs.push({ type: "proposalValidated", height, round, hash, valid });
        break;
      }
      case "decided":
        this.#decide(output);
        break;
      case "evidence":
      case "roundEntered":
      case "answerDecided":
      case "wantFuture":
        break;
    }
  }

  /** Persist, sync, let the signer sync its record; only then sign (DESIGN §6). */
  #sign({ message, persist, body }: Extract<Output, { type: "sign" }>): void {
    const { faults } = this.#world;
    if (faults.sendsBeforeWal === true) {
      const signed = this.#signature(message);
      this.step("signed");
      for (const output of this.#at.qbft.step({ type: "signed", message: signed })) this.#do(output);
    }
    const isAgain = this.#at.wal.some((record) => equalBytes(read(record).payload, message.payload));
    this.#persist(persist, body);
    this.step("walSynced");
    if (!this.#record(message, isAgain)) return;
    this.step("signerSynced");
    this.#inputs.push({ type: "signed", message: this.#signature(message) });
    this.step("signed");
  }

  #persist(persist: WalRecord, body: Uint8Array | null): void {
    const at = this.#at;
    if (this.#world.faults.walWithoutCommit === true && persist.kind === "commit") return;
    const record = encodeWalRecord(persist);
    at.wal = [...at.wal, ...at.unsynced, record];
    at.unsynced = [];
    if (body !== null && "value" in persist) at.bodies = new Set([...at.bodies, fromUtf8(persist.value)]);
  }

  /** The signer's own rule, independent of consensus. */
  #record(message: UnsignedMessage, isAgain: boolean): boolean {
    const at = this.#at;
    const { round } = placeOf(message);
    const order = SIGNING_ORDER.indexOf(message.type);
    const before = at.signer;
    const committedRound = before?.committedRound ?? -1;
    if (before !== null && this.#world.faults.signerWithoutRecord !== true) {
      const later = round - before.round || order - before.order;
      const isOther = later === 0 && !equalBytes(before.payload, message.payload);
      const hides = message.type === "roundChange" && (message.claim.preparedRound ?? -1) < committedRound;
      if (later < 0 || isOther || hides) {
        this.#observe({ what: "refused", message });
        // Asked for again after a restart, and more was signed since: this one was signed as well, or isn't needed.
        if (!isAgain || isOther || hides) this.#broke("signer agrees", `refused ${placeName(message)}`);
        return false;
      }
    }
    at.signer = {
      round,
      order,
      payload: message.payload,
      committedRound: message.type === "commit" ? round : committedRound,
    };
    return true;
  }

  #signature(message: UnsignedMessage): Message {
    const at = this.#at;
    const place = placeName(message);
    const payload = internBytes(message.payload);
    const before = at.signed.get(place);
    if (before !== undefined && before !== payload) this.#broke("one signature a place", `two in ${place}`);
    at.signed = new Map([...at.signed, [place, payload]]);
    if (message.type === "roundChange")
      for (let round = message.claim.round - 1; round > (message.claim.preparedRound ?? -1); round--)
        if (at.signed.has(`${PHASE.commit}/${round}`))
          this.#broke("ROUND-CHANGE shows COMMIT", `a COMMIT of round ${round} is hidden`);
    return { ...message, signature: signAs(at.index, message.payload) } as Message;
  }

  #send(message: Message): void {
    const at = this.#at;
    const id = this.#world.pool.id(message);
    if (message.signer === at.index && (at.said & bit(id)) === 0n) {
      const missing = this.#missingInWal(message);
      if (missing !== undefined) this.#broke("WAL before wire", missing);
    }
    // A restarted node says again what nobody needs any more.
    if (placeOf(message).round >= at.floor) at.said |= bit(id);
    this.step("sent");
  }

  /** What of DESIGN §6 isn't durable when the message leaves. */
  #missingInWal(message: Message): string | undefined {
    const { wal, bodies, signer } = this.#at;
    const record = wal
      .map(read)
      .find((found) => found.kind === message.type && equalBytes(found.payload, message.payload));
    if (record === undefined) return `${message.type} not in the WAL`;
    if (signer === null) return `${message.type} without the signer's record`;
    if ("value" in record && !bodies.has(fromUtf8(record.value))) return `${message.type} without its body`;
    const needs =
      record.kind === "commit" || (message.type === "roundChange" && message.claim.preparedRound !== null);
    if (needs && "prepares" in record && new Set(record.prepares.map((p) => p.signer)).size < QUORUM)
      return `${message.type} without its prepared certificate`;
    return undefined;
  }

  #decide(output: Extract<Output, { type: "decided" }>): void {
    const at = this.#at;
    at.decisions = new Set([...at.decisions, blockName(output.hash)]);
    const wrong = this.#world.certificates.wrong(output.certificate);
    if (wrong !== null) this.#broke("certificate", wrong);
    this.step("decided");
    at.finished = true;
    this.#inputs = [];
  }

  #broke(broken: Broken, why: string): void {
    if (this.#at.index === this.#world.byzantine) return;
    this.#observe({ what: "broken", broken, why });
    this.#at.broken = [...this.#at.broken, { broken, why }];
  }
}
