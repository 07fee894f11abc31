import {
  type Certificate,
  equalBytes,
  fromUtf8,
  hex,
  signatureInput,
  suite,
  utf8,
  verifyCertificate,
  ZERO_HASH,
} from "@jingzhun/ledger/certification";
import {
  createQbft,
  decodeMessage,
  decodeWalRecord,
  encodeMessage,
  encodeWalRecord,
  type Input,
  type Message,
  type Output,
  placeOf,
  type Qbft,
  signaturesOf,
  type UnsignedMessage,
} from "../index.ts";
import { CHAIN_ID, signCached, type Validators, verifyCached } from "./validators.ts";

/** A block here is its text: the value's bytes say it, the hash is theirs. */
export interface DecidedBlock {
  readonly value: string;
  readonly proposer: number;
  readonly certificate: Certificate;
}

export type Packet =
  | { readonly kind: "message"; readonly bytes: Uint8Array }
  | { readonly kind: "block"; readonly height: number; readonly block: DecidedBlock }
  | { readonly kind: "ask"; readonly height: number };

/** What survives a crash. */
export interface Disk {
  /** WAL records that were synced */
  wal: Uint8Array[];
  /** appended since: lost or not when the power goes */
  unsynced: Uint8Array[];
  /** bodies synced with WAL records, by hex of the hash */
  bodies: Map<string, string>;
  /** the signer's record */
  signer: { position: number[]; payload: Uint8Array; signature: Uint8Array; committedRound: number } | null;
  blocks: DecidedBlock[];
}

export interface HostOptions {
  readonly index: number;
  readonly name: string;
  readonly validators: Validators;
  /** sends to one node, or all others */
  send(packet: Packet, to: number | "all"): void;
  /** called for every output and every step of the host that a crash could fall on */
  observe(event: HostEvent): void;
  /** what a proposer builds */
  build(height: number, round: number): string | undefined;
  /** the body of a prepared block, from one of its holders */
  fetch(hash: Uint8Array, holders: readonly number[]): string | undefined;
}

export type HostEvent =
  | { readonly what: "output"; readonly output: Output }
  | { readonly what: "step"; readonly step: "walSynced" | "signerSynced" | "signed" | "sent" | "committed" }
  | { readonly what: "refused"; readonly message: UnsignedMessage };

export function emptyDisk(): Disk {
  return { wal: [], unsynced: [], bodies: new Map(), signer: null, blocks: [] };
}

/** A host for scenarios: does what the README asks for, on a disk, a wire and timers that the test moves. */
export class Host {
  readonly disk: Disk;
  readonly qbft: Qbft;
  /** the timer that is set: height and round */
  timer: { height: number; round: number } | null = null;
  /** values held back by the test from the host's executor */
  slow = false;
  /** the next answers of the executor that wait while it is slow */
  readonly waiting: Input[] = [];
  readonly #options: HostOptions;
  readonly #inputs: Input[] = [];
  #running = false;

  constructor(options: HostOptions, disk: Disk) {
    this.#options = options;
    this.disk = disk;
    const self = options.validators.set[options.index]?.consensusKey ?? null;
    this.qbft = createQbft({ chainId: CHAIN_ID, epoch: 0, self });
  }

  get index(): number {
    return this.#options.index;
  }

  /** Begins at the height above the disk's last block, with what the WAL says of it. */
  start(): void {
    this.#beginHeight(true);
    this.#run();
  }

  give(input: Input): void {
    this.#inputs.push(input);
    // Decided, but the block isn't here yet: a host goes on asking.
    if (input.type === "resend" && this.qbft.status().decided)
      this.#options.send({ kind: "ask", height: this.disk.blocks.length + 1 }, "all");
    this.#run();
  }

  receive(packet: Packet, from: number): void {
    if (packet.kind === "message") {
      this.give({ type: "received", message: decodeMessage(packet.bytes), from: String(from) });
    } else if (packet.kind === "ask") {
      this.#answer(packet.height, from);
    } else if (packet.height === this.disk.blocks.length + 1) {
      verifyCertificate(packet.block.certificate, CHAIN_ID, this.#options.validators.set);
      this.#commit(packet.block);
      this.#run();
    }
  }

  fireTimer(): void {
    if (this.timer !== null) this.give({ type: "timer", ...this.timer });
  }

  /** The executor is fast again. */
  release(): void {
    this.slow = false;
    for (const input of this.waiting.splice(0)) this.give(input);
  }

  #run(): void {
    if (this.#running) return;
    this.#running = true;
    try {
      for (let input = this.#inputs.shift(); input !== undefined; input = this.#inputs.shift())
        for (const output of this.qbft.step(input)) this.#do(output);
    } finally {
      this.#running = false;
    }
  }

  #do(output: Output): void {
    this.#options.observe({ what: "output", output });
    switch (output.type) {
      case "setTimer":
        this.timer = { height: output.height, round: output.round };
        break;
      case "sign":
        this.#sign(output);
        break;
      case "log":
        this.disk.unsynced.push(encodeWalRecord(output.record));
        break;
      case "send":
        this.#options.send({ kind: "message", bytes: encodeMessage(output.message) }, output.to);
        this.#step("sent");
        break;
      case "verify": {
        const items = signaturesOf(output.message, this.#options.validators.set);
        const hold = items?.every(({ signature, payload, publicKey }) =>
          verifyCached(signature, signatureInput("consensus", CHAIN_ID, payload), publicKey),
        );
        if (hold === true) this.#inputs.push({ type: "message", message: output.message });
        break;
      }
      case "buildProposal": {
        const text = this.#options.build(output.height, output.round);
        if (text !== undefined) this.#built(output.height, output.round, text);
        break;
      }
      case "fetchProposal": {
        const text = this.#options.fetch(output.hash, output.holders);
        if (text !== undefined) this.#built(output.height, output.round, text);
        break;
      }
      case "validateProposal": {
        const { height, round, hash, value } = output;
        const valid = equalBytes(suite.hash(value), hash) && !fromUtf8(value).includes("bad");
        this.#execute({ type: "proposalValidated", height, round, hash, valid });
        break;
      }
      case "decided":
        if (output.value !== null && equalBytes(suite.hash(output.value), output.hash))
          this.#commit({
            value: fromUtf8(output.value),
            proposer: Number(/n(\d+)/.exec(fromUtf8(output.value))?.[1] ?? -1),
            certificate: output.certificate,
          });
        else this.#options.send({ kind: "ask", height: output.height }, "all");
        break;
      case "answerDecided":
        this.#answer(output.height, Number(output.to));
        break;
      case "wantFuture":
        this.#options.send({ kind: "ask", height: this.disk.blocks.length + 1 }, "all");
        break;
    }
  }

  #built(height: number, round: number, text: string): void {
    const value = utf8(text);
    this.#execute({ type: "proposalBuilt", height, round, value, hash: suite.hash(value) });
  }

  #execute(answer: Input): void {
    if (this.slow) this.waiting.push(answer);
    else this.#inputs.push(answer);
  }

  /** Persist, sync, let the signer sync its record; only then sign (DESIGN §6). */
  #sign({ message, persist, body }: Extract<Output, { type: "sign" }>): void {
    this.disk.wal.push(...this.disk.unsynced.splice(0), encodeWalRecord(persist));
    if (body !== null && "value" in persist) this.disk.bodies.set(hex(body), fromUtf8(persist.value));
    this.#step("walSynced");
    const { epoch, height, round } = placeOf(message);
    const position = [epoch, height, round, SIGNING_ORDER.indexOf(message.type)];
    const before = this.disk.signer;
    const order = before === null ? 1 : compare(position, before.position);
    // The highest round of this height in which a COMMIT was signed; −1: none.
    const committedRound = before?.position[1] === height ? before.committedRound : -1;
    const hidesCommit =
      message.type === "roundChange" && (message.claim.preparedRound ?? -1) < committedRound;
    const isOther = order === 0 && !equalBytes(before!.payload, message.payload);
    if (order < 0 || isOther || hidesCommit) {
      this.#options.observe({ what: "refused", message });
      return;
    }
    const { seeds } = this.#options.validators;
    const framed = signatureInput("consensus", CHAIN_ID, message.payload);
    const signature = signCached(framed, seeds[this.index]!);
    this.disk.signer = {
      position,
      payload: message.payload,
      signature,
      committedRound: message.type === "commit" ? round : committedRound,
    };
    this.#step("signerSynced");
    this.#inputs.push({ type: "signed", message: { ...message, signature } as Message });
    this.#step("signed");
  }

  #commit(block: DecidedBlock): void {
    this.disk.blocks.push(block);
    this.#step("committed");
    this.disk.wal = [];
    this.disk.unsynced = [];
    this.#beginHeight(false);
  }

  #beginHeight(restarted: boolean): void {
    const { set } = this.#options.validators;
    const parent = this.disk.blocks.at(-1);
    this.#inputs.push({
      type: "newHeight",
      height: this.disk.blocks.length + 1,
      set,
      parentProposer: set[parent?.proposer ?? -1]?.consensusKey ?? ZERO_HASH,
      roundTimeout: 1000,
      tenure: 64,
      ...(restarted ? { restored: this.disk.wal.map(decodeWalRecord) } : {}),
    });
    this.timer = null;
  }

  #answer(height: number, to: number): void {
    const block = this.disk.blocks[height - 1];
    if (block !== undefined) this.#options.send({ kind: "block", height, block }, to);
  }

  #step(step: Extract<HostEvent, { what: "step" }>["step"]): void {
    this.#options.observe({ what: "step", step });
  }
}

const SIGNING_ORDER = ["roundChange", "proposal", "prepare", "commit"];

function compare(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return 0;
}
