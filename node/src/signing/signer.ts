import { join } from "node:path";
import {
  decodeRoundChange,
  decodeVote,
  equalBytes,
  hex,
  JzError,
  PHASE,
  signatureInput,
  suite,
} from "@jingzhun/ledger";
import { type Disk, type DiskFile, hostDisk } from "@jingzhun/ledger/storage/disk";
import { writeFileDurably } from "../durable-file.ts";
import { SIGNED_PAYLOAD_BYTES_MAX } from "../limits.ts";
import { comparePositions, FIRST_POSITION, type Position } from "./position.ts";
import { newestState, type SignerState, SLOT_BYTES, writeSlot } from "./signer-record.ts";

/** Signs consensus payloads, and never two different ones for one place, nor anything behind what it signed last. */
export interface Signer {
  readonly publicKey: Uint8Array;
  /** the last place signed for; FIRST_POSITION with an empty payload before that */
  readonly position: Position;
  /** False until something was signed under this record. */
  readonly used: boolean;
  /**
   * @param payload the bytes that the domain `consensus` signs
   * @param framed `signatureInput("consensus", chainId, payload)`
   * @returns the signature, once the record that it was given is on the disk; the same bytes again, the same signature
   * @throws JzError `signer.lower` (a place behind the last one), `signer.other_bytes` (the last place, other bytes),
   * `signer.unprepared` (a ROUND-CHANGE that hides a prepared round), `signer.payload` (the bytes don't say what the
   * position says), `signer.write` (the disk failed; from then on always), `signer.closed`
   */
  sign(position: Position, payload: Uint8Array, framed: Uint8Array): Promise<Uint8Array>;
  /**
   * From now on nothing up to `position` is signed: the key signed there, and this record doesn't know what. Durable
   * when it resolves. Does nothing where the record is as far already.
   *
   * @throws JzError `signer.write`, `signer.closed`
   */
  raise(position: Position): Promise<void>;
  close(): Promise<void>;
}

const FILE = "signer";

export function signerFile(folder: string): string {
  return join(folder, FILE);
}

/**
 * Makes the record together with its key (`init`, rotation, a new epoch), synced. With `notBelow` nothing up to that
 * place will ever be signed: how a watching validator or `keys adopt` comes back (DESIGN §6).
 *
 * @throws JzError `signer.exists`: a record is never overwritten
 */
export function createSigner(
  folder: string,
  publicKey: Uint8Array,
  notBelow: Position = FIRST_POSITION,
  disk: Disk = hostDisk,
): void {
  const file = signerFile(folder);
  if (disk.exists(file)) throw new JzError("signer.exists", "", { file });
  const state: SignerState = {
    sequence: 1,
    publicKey,
    last: notBelow,
    payload: new Uint8Array(0),
    committedRound: null,
  };
  writeFileDurably(file, Buffer.concat([writeSlot(state), Buffer.alloc(SLOT_BYTES)]), 0o600, disk);
}

/** What the record says, without the key. @throws JzError `signer.missing`, `signer.damaged` */
export function readSignerRecord(folder: string): { publicKey: Uint8Array; position: Position } {
  const { publicKey, last } = readState(signerFile(folder), hostDisk);
  return { publicKey, position: last };
}

/**
 * @throws JzError `signer.missing` and `signer.damaged`: the validator must watch before it may sign again;
 * `signer.other_key`: the record belongs to another key
 */
export function openSigner(folder: string, seed: Uint8Array, disk: Disk = hostDisk): Signer {
  const file = signerFile(folder);
  const state = readState(file, disk);
  const publicKey = suite.publicKey(seed);
  if (!equalBytes(state.publicKey, publicKey)) {
    throw new JzError("signer.other_key", "", {
      file,
      found: hex(state.publicKey),
      expected: hex(publicKey),
    });
  }
  return new SignerFile(disk.open(file), state, seed);
}

function readState(file: string, disk: Disk): SignerState {
  if (!disk.exists(file)) throw new JzError("signer.missing", "", { file });
  const state = newestState(disk.read(file));
  if (state === undefined) throw new JzError("signer.damaged", "", { file });
  return state;
}

class SignerFile implements Signer {
  readonly #file: DiskFile;
  readonly #seed: Uint8Array;
  #state: SignerState;
  #failure: JzError | undefined;
  /** Signing is strictly one after the other: each step is judged by the record that the last one left. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(file: DiskFile, state: SignerState, seed: Uint8Array) {
    this.#file = file;
    this.#state = state;
    this.#seed = seed;
  }

  get publicKey(): Uint8Array {
    return this.#state.publicKey;
  }

  get position(): Position {
    return this.#state.last;
  }

  get used(): boolean {
    return this.#state.payload.length > 0;
  }

  sign(position: Position, payload: Uint8Array, framed: Uint8Array): Promise<Uint8Array> {
    const signature = this.#turn.then(() => this.#sign(position, payload, framed));
    this.#turn = signature.catch(() => {});
    return signature;
  }

  raise(position: Position): Promise<void> {
    const raised = this.#turn.then(() => this.#raise(position));
    this.#turn = raised.catch(() => {});
    return raised;
  }

  async close(): Promise<void> {
    await this.#turn;
    if (this.#failure?.code === "signer.closed") return;
    this.#failure = new JzError("signer.closed");
    this.#file.closeNow();
  }

  async #sign(position: Position, payload: Uint8Array, framed: Uint8Array): Promise<Uint8Array> {
    if (this.#failure !== undefined) throw this.#failure;
    const preparedRound = checkPayload(position, payload, framed);
    const { last, committedRound } = this.#state;
    const order = comparePositions(position, last);
    const values = { asked: { ...position }, last: { ...last } };
    if (order < 0) throw new JzError("signer.lower", "", values);
    if (order === 0) {
      if (!equalBytes(payload, this.#state.payload)) throw new JzError("signer.other_bytes", "", values);
      return suite.sign(framed, this.#seed);
    }
    const sameHeight = position.epoch === last.epoch && position.height === last.height;
    const committed = sameHeight ? committedRound : null;
    if (position.phase === PHASE.roundChange && committed !== null && (preparedRound ?? -1) < committed) {
      throw new JzError("signer.unprepared", "", { ...values, committedRound: committed });
    }
    await this.#write({
      sequence: this.#state.sequence + 1,
      publicKey: this.#state.publicKey,
      last: position,
      payload: new Uint8Array(payload),
      committedRound: position.phase === PHASE.commit ? position.round : committed,
    });
    return suite.sign(framed, this.#seed);
  }

  async #raise(position: Position): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure;
    const { sequence, publicKey, last, committedRound } = this.#state;
    if (comparePositions(position, last) <= 0) return;
    const sameHeight = position.epoch === last.epoch && position.height === last.height;
    await this.#write({
      sequence: sequence + 1,
      publicKey,
      last: position,
      payload: new Uint8Array(0),
      committedRound: position.phase === PHASE.commit ? position.round : sameHeight ? committedRound : null,
    });
  }

  async #write(next: SignerState): Promise<void> {
    try {
      await this.#file.write(writeSlot(next), (next.sequence - 1) % 2 === 0 ? 0 : SLOT_BYTES);
      await this.#file.sync();
    } catch (error) {
      // What is on the disk now nobody knows: this process signs nothing any more.
      const problem = String((error as NodeJS.ErrnoException).code ?? error);
      this.#failure = new JzError("signer.write", "", { problem });
      throw this.#failure;
    }
    this.#state = next;
  }
}

/**
 * The position is what the payload itself says, and `framed` is its framing. Answers a ROUND-CHANGE's prepared round.
 *
 * @throws JzError `signer.payload`
 */
function checkPayload(position: Position, payload: Uint8Array, framed: Uint8Array): number | null {
  const wrong = (path: string) => new JzError("signer.payload", path, { asked: { ...position } });
  if (payload.length > SIGNED_PAYLOAD_BYTES_MAX) throw wrong("payload");
  let preparedRound: number | null = null;
  let said: { chainId: string; epoch: number; height: number; round: number };
  try {
    if (position.phase === PHASE.roundChange) {
      const roundChange = decodeRoundChange(payload);
      preparedRound = roundChange.preparedRound;
      said = roundChange;
    } else {
      const vote = decodeVote(payload);
      if (vote.phase !== position.phase) throw wrong("phase");
      said = vote;
    }
  } catch (error) {
    if (error instanceof JzError && error.code === "signer.payload") throw error;
    throw wrong("payload");
  }
  for (const field of ["epoch", "height", "round"] as const) {
    if (said[field] !== position[field]) throw wrong(field);
  }
  if (!equalBytes(framed, signatureInput("consensus", said.chainId, payload))) throw wrong("framed");
  return preparedRound;
}
