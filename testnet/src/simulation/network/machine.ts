import { registry, suite } from "@jingzhun/ledger";
import { type LedgerStore, openLedger } from "@jingzhun/ledger/storage";
import {
  attachmentStore,
  type Clock,
  createSigner,
  KEY_ELSEWHERE_FILE,
  type Logger,
  type NodeCore,
  openCore,
} from "@jingzhun/node/parts";
import type { Random } from "../../random.ts";
import { SimulatedDatabases } from "./database.ts";
import { type DiskState, SimulatedFiles } from "./disk.ts";
import type { SimulatedGenesis, SimulatedKeys } from "./genesis.ts";
import type { Endpoint, SimulatedNetwork, TransportObserver } from "./network.ts";
import { Power } from "./power.ts";
import { type SignatureMemory, simulatedSignatures } from "./signatures.ts";
import { Timeline } from "./timeline.ts";

const DATA = "/node/data";
export const KEYS = "/node/keys";
export const WAL = `${DATA}/wal`;
const SIGNER_KEY = Buffer.from("msigner", "latin1");

/** What a machine holds when nothing runs on it. */
export interface MachineDisk {
  files: SimulatedFiles;
  databases: SimulatedDatabases;
}

/** A node that runs on a machine. */
export interface SimulatedProcess {
  readonly power: Power;
  readonly core: NodeCore;
  readonly store: LedgerStore;
  readonly endpoint: Endpoint;
}

export interface MachineWorld {
  readonly timeline: Timeline;
  readonly network: SimulatedNetwork;
  readonly genesis: SimulatedGenesis;
  readonly signatures: SignatureMemory;
  readonly logger: (machine: number) => Logger;
}

export interface MachineObserver extends TransportObserver {
  /** Opened, not yet started. */
  onOpened(process: SimulatedProcess): Promise<void>;
  /** The node gave up: what must hold didn't, or its disk failed. */
  onFatal(error: unknown): void;
  /** What would end a real process: an exception that nobody caught. */
  onThrown(error: unknown): void;
}

/** One computer with its clock and disk, and the node that runs on it, started and stopped as often as one likes. */
export class Machine {
  readonly index: number;
  readonly keys: SimulatedKeys;
  readonly disk: MachineDisk;
  /** ms by which its clock is ahead */
  skew = 0;
  /** times as slow as others, for disk and signatures */
  slowness = 1;
  isDiskFull = false;
  /** changes of the disk until the power goes in the middle of one; below 0: it doesn't */
  changesLeft = -1;
  /** Told how many changes of the disk weren't kept. */
  onPowerGone: (lost: number) => void = () => {};
  process: SimulatedProcess | undefined;
  /** the power of what runs, also while it is only being opened */
  #power: Power | undefined;
  readonly #world: MachineWorld;
  readonly #random: Random;
  readonly #observer: (machine: Machine) => MachineObserver;

  constructor(options: {
    readonly index: number;
    readonly keys: SimulatedKeys;
    readonly disk: MachineDisk;
    readonly random: Random;
    readonly world: MachineWorld;
    readonly observer: (machine: Machine) => MachineObserver;
  }) {
    this.index = options.index;
    this.keys = options.keys;
    this.disk = options.disk;
    this.#random = options.random;
    this.#world = options.world;
    this.#observer = options.observer;
  }

  get isOn(): boolean {
    return this.#power?.isOn === true;
  }

  /** Starts the node; resolves when it runs. Never resolves when it ends before that. */
  async start(): Promise<void> {
    if (this.isOn) return;
    const { timeline, network, genesis, signatures } = this.#world;
    const { keys, index } = this;
    const observer = this.#observer(this);
    const power = new Power((error) => observer.onThrown(error));
    this.#power = power;
    const booted = timeline.now;
    const clock: Clock = {
      now: () => Math.floor(genesis.timestamp + 1_000 + timeline.now + this.skew),
      monotonic: () => timeline.now - booted,
      // As the host's do, none takes less than a millisecond: time goes on for who waits for the rest of a rounding.
      setTimeout: (ms, run) => timeline.after(Math.max(1, ms), power.guarded(run)),
    };
    const random = this.#random;
    const latency = (low: number, high: number) => (low + random.unit() * (high - low)) * this.slowness;
    const machine = this;
    const state: DiskState = {
      latency: () => latency(0.1, 1),
      get isFull() {
        return machine.isDiskFull;
      },
      onChange: () => this.#changed(),
    };
    const medium = {
      disk: this.disk.files.mount(power, timeline, state),
      openDatabase: async (folder: string) => this.disk.databases.open(folder, power, timeline, state),
    };
    const endpoint = network.attach(index, keys.networkKey, power, observer);
    const { core, store } = await openCore({
      genesis: genesis.bytes,
      genesisAttachments: genesis.attachments,
      dataFolder: DATA,
      keysFolder: KEYS,
      consensusSeed: keys.consensus,
      networkSeed: keys.network,
      medium,
      openAttachments: async (folder) =>
        attachmentStore(this.disk.databases.open(folder, power, timeline, state)),
      transport: endpoint,
      signatures: simulatedSignatures(signatures, power, timeline, (count) =>
        latency(0.05, 0.1 + 0.03 * count),
      ),
      bootstrapPeers: [],
      clock,
      logger: this.#world.logger(index),
      breathe: () => new Promise((resolve) => timeline.after(latency(0, 0.2), power.guarded(resolve))),
      onFatal: (error) => {
        if (power.isOn) observer.onFatal(error);
      },
      onOpened: () => {},
    });
    if (!power.isOn) return new Promise(() => {});
    this.process = { power, core, store, endpoint };
    await observer.onOpened(this.process);
    await core.start();
  }

  /** The process ends at once (kill -9): what it wrote the system still has. */
  kill(): void {
    if (!this.isOn) return;
    this.#end(false);
  }

  /** What wasn't synced is lost, torn or kept as the seed says. Answers how many changes weren't kept. */
  cutPower(): number {
    if (this.isOn) this.#end(true);
    return this.disk.files.cutPower(this.#random);
  }

  /** Ends as SIGTERM would have it. */
  async stop(): Promise<void> {
    const { process } = this;
    if (process === undefined || !process.power.isOn) return;
    await process.core.stop();
    await process.store.close();
    if (process.power.isOn) this.#end(false);
  }

  /** What a backup of the data folder holds: neither WAL nor the signer's position (DESIGN §6). */
  backup(): MachineDisk {
    const files = this.disk.files.copy();
    files.removeUnder(KEYS);
    files.removeUnder(WAL);
    const databases = this.disk.databases.copy();
    databases.delete(`${DATA}/db`, SIGNER_KEY);
    return { files, databases };
  }

  /** The machine was lost; a new one has the backup and the keys. */
  restore({ files, databases }: MachineDisk): void {
    this.disk.files = files.copy();
    this.disk.databases = databases.copy();
  }

  /** Only the data folder was lost: the signer's record is still there. */
  rollBack(backup: MachineDisk): void {
    const files = backup.files.copy();
    files.takeUnder(`${KEYS}/`, this.disk.files);
    this.restore({ files, databases: backup.databases });
  }

  /** Has the node found out that its key signs what it doesn't? Then it won't have at its next start. */
  forgetElsewhere(): boolean {
    const { files } = this.disk;
    const file = `${KEYS}/${KEY_ELSEWHERE_FILE}`;
    const found = files.read(file) !== undefined;
    if (found) files.removeUnder(file);
    return found;
  }

  #end(silently: boolean): void {
    this.#power!.isOn = false;
    this.process = undefined;
    this.changesLeft = -1;
    this.disk.databases.processEnded(this.#random);
    this.#world.network.ended(this.index, silently);
  }

  #changed(): void {
    if (this.changesLeft < 0 || --this.changesLeft >= 0) return;
    this.onPowerGone(this.cutPower());
  }
}

/** A disk as `jingzhun init` leaves it, with block 0. */
export async function freshDisk(genesis: SimulatedGenesis, keys: SimulatedKeys): Promise<MachineDisk> {
  const timeline = new Timeline();
  const files = new SimulatedFiles();
  const databases = new SimulatedDatabases();
  const state: DiskState = { latency: () => 0, isFull: false, onChange: () => {} };
  const power = new Power(() => {});
  const disk = files.mount(power, timeline, state);
  createSigner(KEYS, suite.publicKey(keys.consensus), undefined, disk);
  const opened = openLedger({
    path: DATA,
    genesis: genesis.bytes,
    genesisAttachments: genesis.attachments,
    registry,
    medium: { disk, openDatabase: async (folder) => databases.open(folder, power, timeline, state) },
  }).then((store) => store.close());
  timeline.after(0, () => {}); // gives what was begun above a turn
  await timeline.run(1, () => {});
  await opened;
  return { files, databases };
}
