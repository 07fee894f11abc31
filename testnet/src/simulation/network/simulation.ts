import { hex } from "@jingzhun/ledger";
import type { Logger } from "@jingzhun/node/parts";
import { createRandom, type Random } from "../../random.ts";
import { Byzantine } from "./byzantine.ts";
import { EventLog } from "./event-log.ts";
import { describeFault, type Fault, makeFaults, quorumOf } from "./faults.ts";
import { type SimulatedGenesis, simulatedGenesis } from "./genesis.ts";
import { Invariants } from "./invariants.ts";
import { heardLogger } from "./logger.ts";
import { freshDisk, Machine, type MachineDisk, type MachineObserver } from "./machine.ts";
import { FAIR, type PacketCounts, SimulatedNetwork } from "./network.ts";
import { SignatureMemory } from "./signatures.ts";
import { Timeline } from "./timeline.ts";
import { Violation } from "./violation.ts";
import { type ClientTx, Workload } from "./workload.ts";

/** ms of virtual time in which faults happen. */
const FAULTS_MS = 12_000;
/** ms of virtual time after them within which every honest machine has applied new transactions. */
const LIVENESS_MS = 60_000;
/** rounds of a height after the faults within which it is decided */
const LIVENESS_ROUNDS = 10;
/** ms between two transactions, on average */
const SUBMIT_MS = 150;

export interface SimulationOptions {
  readonly seed: number;
  readonly nodes: number;
  /** Of the seed's faults only those with these places in the schedule. */
  readonly faults?: readonly number[];
  readonly onLine?: (line: string) => void;
  /** Without Byzantine validators. */
  readonly honest?: boolean;
  /** The nodes' own logs too, as lines. */
  readonly verbose?: boolean;
}

export interface SimulationResult {
  readonly seed: number;
  readonly nodes: number;
  readonly violation: Violation | undefined;
  /** of all events: the same for the same seed */
  readonly digest: string;
  readonly lines: readonly string[];
  readonly faults: readonly Fault[];
  /** events by name */
  readonly counts: Readonly<Record<string, number>>;
  /** what the nodes said of themselves, above debug, and what Byzantine ones did: the rules that were at work */
  readonly rules: Readonly<Record<string, number>>;
  readonly packets: PacketCounts;
  readonly blocks: number;
  /** blocks decided in a round above 0 */
  readonly laterRounds: number;
  readonly transactions: number;
  readonly events: number;
  /** virtual ms */
  readonly virtualMs: number;
  readonly signatures: number;
  /** entries of evidence on the chain */
  readonly accusations: number;
  /** rounds that a height needed after the faults had stopped */
  readonly roundsAfter: number;
}

/** One run: whole nodes on virtual time, network and disk, all of it decided by the seed. */
export async function simulate(options: SimulationOptions): Promise<SimulationResult> {
  return new Simulation(options, await beginningOf(options.nodes)).run();
}

/** What all seeds of one size begin with. */
interface Beginning {
  readonly genesis: SimulatedGenesis;
  /** each machine's disk after block 0 */
  readonly disks: readonly MachineDisk[];
}

const beginnings = new Map<number, Promise<Beginning>>();

/** Made once, copied for each seed. */
function beginningOf(nodes: number): Promise<Beginning> {
  let beginning = beginnings.get(nodes);
  if (beginning === undefined) {
    const genesis = simulatedGenesis(nodes);
    const disks = Promise.all(genesis.keys.map((keys) => freshDisk(genesis, keys)));
    beginnings.set(nodes, (beginning = disks.then((made) => ({ genesis, disks: made }))));
  }
  return beginning;
}

class Simulation {
  readonly #options: SimulationOptions;
  readonly #timeline = new Timeline();
  readonly #log: EventLog;
  readonly #random: Random;
  readonly #genesis: SimulatedGenesis;
  readonly #network: SimulatedNetwork;
  readonly #machines: readonly Machine[];
  readonly #invariants: Invariants;
  readonly #workload: Workload;
  readonly #faults: readonly Fault[];
  readonly #byzantine: ReadonlyMap<number, Byzantine>;
  readonly #rules = new Map<string, number>();
  #violation: Violation | undefined;
  #healed = false;
  #laterRounds = 0;
  #transactions = 0;
  #roundsAfter = 0;
  readonly #submitted: ClientTx[] = [];

  constructor(options: SimulationOptions, beginning: Beginning) {
    this.#options = options;
    const { seed, nodes } = options;
    const timeline = this.#timeline;
    this.#log = new EventLog(timeline, options.onLine);
    this.#random = createRandom(`simulation/${seed}/${nodes}`);
    const { genesis, disks } = beginning;
    this.#genesis = genesis;
    this.#network = new SimulatedNetwork(timeline, this.#random.stream("network"));
    const signatures = new SignatureMemory();
    this.#byzantine = this.#makeByzantine(nodes);
    this.#invariants = new Invariants(genesis, signatures, (machine) => !this.#byzantine.has(machine));
    this.#workload = new Workload(genesis, this.#random.stream("workload"));
    const faults = makeFaults(this.#random.stream("faults"), {
      nodes,
      duration: FAULTS_MS,
      byzantine: this.#byzantine.size,
    });
    this.#faults =
      options.faults === undefined ? faults : faults.filter((_, i) => options.faults!.includes(i));
    this.#machines = genesis.keys.map(
      (keys, index) =>
        new Machine({
          index,
          keys,
          disk: { files: disks[index]!.files.copy(), databases: disks[index]!.databases.copy() },
          random: this.#random.stream(`machine-${index}`),
          world: {
            timeline,
            network: this.#network,
            genesis,
            signatures,
            logger: (machine) => this.#logger(machine),
          },
          observer: (machine) => this.#observe(machine),
        }),
    );
  }

  async run(): Promise<SimulationResult> {
    const { seed, nodes } = this.#options;
    this.#log.write(undefined, "begin", { seed, nodes, faults: this.#faults.length });
    for (const machine of this.#machines) this.#start(machine);
    for (const [index, byzantine] of this.#byzantine) {
      this.#log.write(index, "byzantine", { nature: byzantine.nature });
      this.#misbehave(index, byzantine);
    }
    this.#clients();
    for (const fault of this.#faults) this.#schedule(fault);
    this.#timeline.after(FAULTS_MS, () => this.#heal());
    const unhandled = (error: unknown) => this.#fail("uncaught", error);
    process.on("unhandledRejection", unhandled);
    try {
      const check = () => {
        if (this.#violation !== undefined) throw this.#violation;
      };
      await this.#timeline.run(FAULTS_MS, check);
      await this.#live(check);
      await this.#checkAnswers(check);
    } catch (error) {
      this.#violation ??=
        error instanceof Violation ? error : new Violation("simulator", String(error), { cause: error });
    } finally {
      process.off("unhandledRejection", unhandled);
      for (const machine of this.#machines) machine.kill();
    }
    const violation = this.#violation;
    if (violation !== undefined) this.#log.write(undefined, "violation", { what: violation.message });
    for (const { counts } of this.#byzantine.values()) {
      for (const [misdeed, count] of counts) this.#count(`byzantine: ${misdeed}`, count);
    }
    this.#log.write(undefined, "end", { height: this.#invariants.highest });
    return {
      seed,
      nodes,
      violation,
      digest: this.#log.digest(),
      lines: this.#log.lines,
      faults: this.#faults,
      counts: Object.fromEntries(this.#log.counts),
      rules: Object.fromEntries(this.#rules),
      packets: this.#network.counts,
      blocks: this.#invariants.highest,
      laterRounds: this.#laterRounds,
      transactions: this.#transactions,
      events: this.#timeline.count,
      virtualMs: this.#timeline.now,
      signatures: this.#invariants.signatures,
      accusations: this.#invariants.accusations,
      roundsAfter: this.#roundsAfter,
    };
  }

  /** In two of five seeds as many as the network bears, or fewer. */
  #makeByzantine(nodes: number): ReadonlyMap<number, Byzantine> {
    const random = this.#random.stream("byzantine");
    const made = new Map<number, Byzantine>();
    const most = Math.floor((nodes - 1) / 3);
    if (most === 0 || this.#options.honest === true || !random.chance(0.4)) return made;
    const count = random.int(1, most);
    const peers = this.#genesis.keys.map(({ networkKey }) => networkKey);
    while (made.size < count) {
      const index = random.int(0, nodes - 1);
      const { consensus: seed } = this.#genesis.keys[index]!;
      const { chainId } = this.#genesis;
      made.set(index, new Byzantine({ index, seed, chainId, peers, random: random.stream(String(index)) }));
    }
    return made;
  }

  /** From time to time they say something that nobody asked for. */
  #misbehave(index: number, byzantine: Byzantine): void {
    const machine = this.#machines[index]!;
    const again = () => {
      // The node behind it falls silent when it notices what is said in its name: it is started again.
      if (machine.isOn && machine.forgetElsewhere()) {
        machine.kill();
        this.#start(machine);
      }
      const endpoint = machine.process?.endpoint;
      const frame = byzantine.unasked();
      if (frame !== undefined && endpoint !== undefined) {
        for (const { id } of endpoint.peers()) endpoint.sendRaw(id, "consensus", frame);
      }
      this.#timeline.after(150, again);
    };
    this.#timeline.after(150, again);
  }

  #start(machine: Machine): void {
    if (machine.isOn) return;
    machine.onPowerGone = (lost) => {
      this.#log.write(machine.index, "power-cut", { lost, where: "change" });
    };
    machine.start().then(
      () => {
        const { head } = machine.process!.store;
        const watching = machine.process!.core.parts.watch.isWatching;
        this.#log.write(machine.index, "started", { height: head.height, watching });
      },
      (error: unknown) => {
        const code = (error as { code?: string }).code ?? String(error);
        this.#log.write(machine.index, "not-started", { error: code });
        machine.kill();
        if (!machine.isDiskFull) this.#failOf(machine, "start", error);
      },
    );
  }

  #observe(machine: Machine): MachineObserver {
    const byzantine = this.#byzantine.get(machine.index);
    return {
      onSend: (to, channel, frame) => {
        if (byzantine !== undefined) return byzantine.outgoing(to, channel, frame);
        if (channel === "consensus") this.#guard(() => this.#invariants.sent(machine, frame));
        return this.#violation === undefined ? [frame] : [];
      },
      onReceive: (channel, frame) => byzantine?.incoming(channel, frame),
      onAnswer: (answer) => (byzantine === undefined ? answer : byzantine.answer(answer)),
      onFailed: (what, error) => {
        this.#log.write(machine.index, "failed", { what, error: String(error) });
        if (!machine.isDiskFull) this.#failOf(machine, `handler of ${what}`, error);
      },
      onOpened: async (process) => {
        await this.#invariants
          .opened(machine, process)
          .catch((error: unknown) => this.#fail("simulator", error));
        process.core.chain.onCommitted((committed) =>
          this.#guard(() => {
            const { block, certificate } = committed;
            const { height } = block.header;
            const isFirst = height > this.#invariants.highest;
            this.#invariants.committed(machine, process, committed);
            if (isFirst) {
              this.#transactions += block.txs.length;
              if (certificate.round > 0) this.#laterRounds++;
            }
            this.#log.write(machine.index, "commit", {
              height,
              round: certificate.round,
              hash: hex(block.hash).slice(0, 12),
              txs: block.txs.length,
            });
          }),
        );
      },
      onFatal: (error) => {
        const code = (error as { code?: string }).code ?? String(error);
        this.#log.write(machine.index, "gave-up", { error: code });
        machine.kill();
        if (!machine.isDiskFull) this.#failOf(machine, "fatal", error);
      },
      onThrown: (error) => {
        this.#log.write(machine.index, "thrown", { error: String(error) });
        this.#failOf(machine, "uncaught", error);
      },
    };
  }

  #schedule(fault: Fault): void {
    const timeline = this.#timeline;
    if (fault.kind === "restore" || fault.kind === "rollback") {
      // The backup is made while the node runs, as backups are.
      let backup: MachineDisk | undefined;
      timeline.after(fault.at - fault.age, () => {
        backup = this.#machines[fault.machine]!.backup();
      });
      timeline.after(fault.at, () => this.#begin(fault, () => backup!));
      return;
    }
    timeline.after(fault.at, () => this.#begin(fault, () => this.#machines[0]!.backup()));
  }

  #begin(fault: Fault, backup: () => MachineDisk): void {
    const machine = "machine" in fault ? this.#machines[fault.machine] : undefined;
    this.#log.write(machine?.index, "fault", describeFault(fault));
    const { network } = this.#world;
    const end = this.#ends(fault, machine, backup, network);
    this.#timeline.after(fault.ms, () => {
      if (this.#healed) return;
      this.#log.write(machine?.index, "fault-ends", { kind: fault.kind });
      end();
    });
  }

  /** Does it, and answers how to undo it. */
  #ends(
    fault: Fault,
    machine: Machine | undefined,
    backup: () => MachineDisk,
    network: SimulatedNetwork,
  ): () => void {
    const restart = () => this.#start(machine!);
    switch (fault.kind) {
      case "kill":
        machine!.kill();
        return restart;
      case "stop":
        machine!.stop().catch((error: unknown) => {
          this.#log.write(machine!.index, "not-stopped", { error: String(error) });
          if (!machine!.isDiskFull) this.#failOf(machine!, "stop", error);
        });
        return () => {
          machine!.kill();
          restart();
        };
      case "power":
        if (machine!.isOn && fault.changes > 0) machine!.changesLeft = fault.changes;
        else this.#log.write(machine!.index, "power-cut", { lost: machine!.cutPower(), where: "idle" });
        return () => {
          if (machine!.changesLeft >= 0) {
            this.#log.write(machine!.index, "power-cut", { lost: machine!.cutPower(), where: "late" });
          }
          restart();
        };
      case "restore":
        machine!.cutPower();
        machine!.restore(backup());
        this.#invariants.restored(machine!.index);
        return restart;
      case "rollback":
        machine!.cutPower();
        machine!.rollBack(backup());
        this.#invariants.rolledBack(machine!.index);
        return restart;
      case "partition":
        for (const [from, to] of fault.cut) network.cut(from, to, true);
        return () => {
          for (const [from, to] of fault.cut) network.cut(from, to, false);
        };
      case "weather":
        network.weather = fault.weather;
        return () => {
          network.weather = FAIR;
        };
      case "slow":
        machine!.slowness = fault.factor;
        network.slowness.set(machine!.index, fault.factor);
        return () => {
          machine!.slowness = 1;
          network.slowness.delete(machine!.index);
        };
      case "clock":
        machine!.skew = fault.skew;
        return () => {
          machine!.skew = 0;
        };
      case "disk-full":
        machine!.isDiskFull = true;
        return () => {
          machine!.isDiskFull = false;
          if (!machine!.isOn) restart();
        };
    }
  }

  get #world(): { readonly network: SimulatedNetwork } {
    return { network: this.#network };
  }

  /** Everything works from now on. */
  #heal(): void {
    this.#healed = true;
    this.#log.write(undefined, "heal");
    this.#network.heal();
    for (const machine of this.#machines) {
      machine.isDiskFull = false;
      machine.slowness = 1;
      machine.skew = 0;
      machine.changesLeft = -1;
      if (!machine.isOn) this.#start(machine);
    }
  }

  #clients(): void {
    const random = this.#random.stream("clients");
    const now = () => this.#genesis.timestamp + 1_000 + Math.floor(this.#timeline.now);
    const setUp = this.#workload.setUp(now());
    const again = () => {
      if (this.#timeline.now >= FAULTS_MS) return;
      const to = random.int(0, this.#machines.length - 1);
      const { process } = this.#machines[to]!;
      if (setUp.length > 0 && process?.store.transaction(setUp[0]!.idBytes) !== undefined) setUp.shift();
      const tx = setUp[0] ?? this.#workload.next(now());
      this.#submit(tx, to);
      // The same once more, elsewhere: a client that didn't hear the answer.
      if (random.chance(0.2)) this.#submit(tx, random.int(0, this.#machines.length - 1));
      for (const ms of [random.int(100, 1_000), random.int(1_000, 8_000)]) {
        this.#timeline.after(ms, () => void this.#ask(tx, random.int(0, this.#machines.length - 1)));
      }
      // Bursts, and pauses in which heartbeats are all there is.
      const pause = random.chance(0.05) ? random.int(1_000, 6_000) : random.int(1, 2 * SUBMIT_MS);
      this.#timeline.after(pause, again);
    };
    this.#timeline.after(300, again);
  }

  #submit(tx: ClientTx, to: number): void {
    const process = this.#machines[to]!.process;
    if (process === undefined) return;
    this.#submitted.push(tx);
    this.#invariants.submitted(tx.id, tx.expiresAt);
    process.core.mempool.admission.submit([tx.bytes]).then(
      ([result]) => {
        const refusal = result!.status === "refused" ? { code: result!.refusal?.code } : {};
        this.#log.write(to, "submitted", {
          tx: tx.id.slice(0, 12),
          what: tx.what,
          is: result!.status,
          ...refusal,
        });
      },
      (error: unknown) => this.#log.write(to, "submit-failed", { error: String(error) }),
    );
  }

  async #ask(tx: ClientTx, at: number): Promise<void> {
    const process = this.#machines[at]!.process;
    if (process === undefined || !process.power.isOn || this.#byzantine.has(at)) return;
    try {
      const { status } = await process.core.mempool.outcomes.status(tx.idBytes, tx.expiresAt);
      if (status !== "applied" && status !== "rejected" && status !== "expired") return;
      this.#log.write(at, "answer", { tx: tx.id.slice(0, 12), is: status });
      this.#guard(() => this.#invariants.answered(at, tx.id, status));
    } catch (error) {
      this.#fail("status", error);
    }
  }

  /** Every machine applies a new transaction of every machine's clients, within a stated time and number of rounds. */
  async #live(check: () => void): Promise<void> {
    const watching = () =>
      this.#honest.filter((machine) => machine.process?.core.parts.watch.isWatching).length;
    await this.#timeline.run(FAULTS_MS + 2_000, check);
    const n = this.#machines.length;
    if (watching() + this.#byzantine.size > n - quorumOf(n)) {
      this.#log.write(undefined, "no-quorum", { watching: watching() });
      return;
    }
    const wanted: ClientTx[] = [];
    const honest = this.#honest;
    const now = this.#genesis.timestamp + 1_000 + Math.floor(this.#timeline.now);
    for (const { index } of honest) {
      const tx = this.#workload.fresh(now + index);
      wanted.push(tx);
      this.#submit(tx, index);
    }
    const begun = new Map<number, number>();
    const round = () => {
      for (const { index, process } of honest) {
        if (process === undefined) continue;
        const height = process.core.chain.head.height + 1;
        const key = height * 64 + index;
        const at = process.core.driver.round;
        const first = begun.get(key);
        if (first === undefined) begun.set(key, at);
        else this.#roundsAfter = Math.max(this.#roundsAfter, at - first);
      }
      check();
    };
    const isDone = () =>
      honest.every(
        ({ process }) =>
          process !== undefined &&
          wanted.every(({ idBytes }) => process.store.transaction(idBytes) !== undefined),
      );
    await this.#timeline.run(FAULTS_MS + LIVENESS_MS, round, isDone);
    if (!isDone()) {
      const heights = honest.map(({ index, process }) => {
        const core = process?.core;
        return `n${index}: ${core?.chain.head.height ?? "down"}/${core?.driver.round ?? ""}`;
      });
      throw new Violation(
        "liveness",
        `${LIVENESS_MS} ms after the faults not everything is applied (${heights.join(", ")})`,
      );
    }
    if (this.#roundsAfter > LIVENESS_ROUNDS) {
      throw new Violation("liveness", `a height needed ${this.#roundsAfter} rounds after the faults`);
    }
    for (const { idBytes, what } of wanted) {
      const { store } = honest[0]!.process!;
      const { height, txIndex } = store.transaction(idBytes)!;
      const block = await store.block(height);
      if (block?.outcomes[txIndex]?.status !== "applied")
        throw new Violation("liveness", `${what} wasn't applied`);
    }
  }

  /** All machines are at one height and say of everything what was said before. */
  async #checkAnswers(check: () => void): Promise<void> {
    const until = this.#timeline.now + 3_000;
    await this.#timeline.run(until, check);
    for (const tx of new Set(this.#submitted)) {
      for (const { index } of this.#honest) await this.#ask(tx, index);
    }
    check();
  }

  get #honest(): Machine[] {
    return this.#machines.filter(({ index }) => !this.#byzantine.has(index));
  }

  #guard(run: () => void): void {
    if (this.#violation !== undefined) return;
    try {
      run();
    } catch (error) {
      if (error instanceof Violation) this.#violation = error;
      else this.#fail("simulator", error);
    }
  }

  /** What becomes of a Byzantine validator's own node is of no concern. */
  #failOf({ index }: Machine, invariant: string, error: unknown): void {
    if (!this.#byzantine.has(index)) this.#fail(invariant, error);
  }

  #fail(invariant: string, error: unknown): void {
    this.#violation ??=
      error instanceof Violation
        ? error
        : new Violation(invariant, String((error as Error)?.stack ?? error), { cause: error });
  }

  #count(rule: string, count: number): void {
    this.#rules.set(rule, (this.#rules.get(rule) ?? 0) + count);
  }

  #logger(machine: number): Logger {
    return heardLogger((level, values, text) => {
      if (level !== "debug") this.#count(text, 1);
      if (this.#options.verbose !== true) return;
      const told = Object.entries(values).map(([name, value]) => [name, JSON.stringify(value)]);
      this.#log.write(machine, `log-${level}`, { text: JSON.stringify(text), ...Object.fromEntries(told) });
    });
  }
}
