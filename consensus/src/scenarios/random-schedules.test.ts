import { hex, verifyCertificate } from "@jingzhun/ledger/certification";
import { describe, expect, it } from "vitest";
import { type decodeMessage, placeOf } from "../index.ts";
import { emptyDisk, type Host, type HostEvent } from "./host.ts";
import { Network, PowerCut } from "./network.ts";
import { CHAIN_ID, validators } from "./validators.ts";

/** How many schedules; `SEEDS=5000 SEED_START=0 npx vitest run consensus/src/scenarios/random` for more. */
const SEEDS = Number(process.env["SEEDS"] ?? 200);
const SEED_START = Number(process.env["SEED_START"] ?? 0);
const SIZES = [1, 4, 4, 4, 5, 7];

/** mulberry32: a small generator with a seed, so that every failure replays. */
function random(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

/**
 * One schedule: packets are delivered in any order, lost and doubled; timers fire when they like; machines lose power
 * at any step of their hosts and come back with what was synced; with f ≥ 1 one validator runs twice with one key
 * (Twins), each half of it talking to the same network. Then the faults end.
 */
class Schedule {
  readonly network: Network;
  readonly n: number;
  readonly next: (below: number) => number;
  /** index of the validator that runs twice; its halves forget each other's votes. −1: none */
  readonly twin: number;
  /** Who was accused. */
  readonly accused: number[] = [];
  /** by node and place: what an honest node has signed */
  readonly signed = new Map<string, string>();
  readonly #otherHalf: Host | null;
  #crashIn = -1;

  constructor(seed: number) {
    this.next = random(seed);
    this.n = SIZES[this.next(SIZES.length)]!;
    this.network = new Network(this.n, false);
    this.twin = this.n >= 4 && this.next(2) === 0 ? this.next(this.n) : -1;
    this.#otherHalf = this.twin < 0 ? null : this.network.host(this.twin, emptyDisk(), `${this.twin}'`);
    this.network.onEvent = (index, event) => this.#observe(index, event);
    this.#otherHalf?.start();
  }

  get honest(): number[] {
    return [...Array(this.n).keys()].filter((index) => index !== this.twin);
  }

  faults(steps: number): void {
    for (let i = 0; i < steps; i++) this.#step();
  }

  /** Faults are over: everything arrives, timers fire when nothing else happens. */
  heal(): number {
    let rounds = 0;
    this.#crashIn = -1;
    for (const index of this.honest) if (this.network.hosts[index] === null) this.network.restart(index);
    const target = Math.max(...this.honest.map((index) => this.network.chain(index).length)) + 1;
    const isDone = () => this.honest.every((index) => this.network.chain(index).length >= target);
    while (!isDone() && rounds < 40) {
      for (const index of this.honest) {
        this.network.wake(index);
        this.network.guard(index, (host) => host.give({ type: "resend" }));
      }
      this.network.run();
      if (isDone()) break;
      rounds++;
      // The node in the lowest round is the first whose timer runs out.
      const round = (index: number) => this.network.hosts[index]!.qbft.status().round;
      const lowest = Math.min(...this.honest.map(round));
      for (const index of this.honest) if (round(index) === lowest) this.network.fireTimer(index);
      this.network.run();
    }
    if (!isDone()) throw new Error(`no new block within ${rounds} time-outs after the faults ended`);
    return rounds;
  }

  check(): void {
    const chains = this.honest.map((index) => this.network.chain(index));
    for (let height = 0; ; height++) {
      const decided = new Set(chains.flatMap((chain) => chain[height] ?? []));
      if (decided.size === 0) break;
      expect(decided.size, `blocks at height ${height + 1}: ${[...decided].join(", ")}`).toBe(1);
    }
    const { set } = validators(this.n);
    for (const index of this.honest)
      for (const { certificate } of this.network.disks[index]!.blocks)
        verifyCertificate(certificate, CHAIN_ID, set);
    for (const signer of this.accused) expect(signer, "evidence against an honest node").toBe(this.twin);
  }

  #step(): void {
    const { network } = this;
    const { wire } = network;
    const node = this.next(this.n);
    const faults = [
      () => network.wake(node),
      () => network.fireTimer(node),
      () => network.guard(node, (host) => host.give({ type: "resend" })),
      () => wire.splice(this.next(wire.length + 1), 1),
      () => wire.push(...wire.slice(this.next(wire.length + 1)).slice(0, 1)),
      // Power goes at one of the next steps of whichever host makes it.
      () => {
        if (this.next(3) === 0) this.#crashIn = this.next(12);
      },
      () => {
        if (network.hosts[node] === null) network.restart(node, this.next(3));
      },
      () => {
        this.#otherHalf?.give({ type: "wake" });
        if (this.next(3) === 0) this.#otherHalf?.fireTimer();
      },
    ];
    const fault = faults[this.next(3 * faults.length)];
    if (fault === undefined) this.#deliver();
    else fault();
  }

  #deliver(): void {
    const { wire } = this.network;
    if (wire.length === 0) return;
    // Mostly the oldest packets, sometimes any.
    const at = this.next(this.next(4) === 0 ? wire.length : Math.min(wire.length, 6));
    const sent = wire[at]!;
    if (sent.to === this.twin && this.#otherHalf !== null && this.next(2) === 0) {
      wire.splice(at, 1);
      this.#otherHalf.receive(sent.packet, sent.from);
    } else {
      this.network.deliver(at);
    }
  }

  #observe(index: number, event: HostEvent): void {
    if (event.what === "output" && event.output.type === "evidence") this.accused.push(event.output.signer);
    if (event.what === "output" && event.output.type === "send") this.#remember(index, event.output.message);
    if (event.what === "step" && this.#crashIn >= 0 && this.#crashIn-- === 0 && index !== this.twin)
      throw new PowerCut();
  }

  /** No honest node ever sends two signatures for one place. */
  #remember(index: number, message: ReturnType<typeof decodeMessage>): void {
    if (index === this.twin) return;
    const { height, round } = placeOf(message);
    const place = `${index} ${message.type} ${height}/${round}`;
    const payload = hex(message.payload);
    const before = this.signed.get(place);
    if (before !== undefined) expect(payload, `${place} signed twice`).toBe(before);
    this.signed.set(place, payload);
  }
}

describe("random schedules", () => {
  it(`agree, certify and go on after the faults: ${SEEDS} seeds`, { timeout: 120_000 }, () => {
    const totals = { blocks: 0, evidence: 0, mostRounds: 0, afterRound0: 0, crashes: 0 };
    for (let seed = SEED_START; seed < SEED_START + SEEDS; seed++) {
      try {
        const schedule = new Schedule(seed);
        schedule.faults(700);
        schedule.check();
        totals.mostRounds = Math.max(totals.mostRounds, schedule.heal());
        schedule.check();
        const blocks = schedule.network.disks[schedule.honest[0]!]!.blocks;
        totals.blocks += blocks.length;
        totals.evidence += schedule.accused.length;
        totals.afterRound0 += blocks.filter(({ certificate }) => certificate.round > 0).length;
        totals.crashes += schedule.network.crashes;
      } catch (error) {
        throw new Error(
          `seed ${seed}: SEED_START=${seed} SEEDS=1 npx vitest run consensus/src/scenarios/random`,
          { cause: error },
        );
      }
    }
    // The faults must have been there, or nothing was shown.
    if (SEEDS >= 100) {
      expect(totals.blocks).toBeGreaterThan(SEEDS);
      expect(totals.evidence).toBeGreaterThan(10);
      expect(totals.afterRound0).toBeGreaterThan(50);
      expect(totals.crashes).toBeGreaterThan(50);
    }
    if (process.env["SEEDS"] !== undefined) console.log(totals);
  });
});
