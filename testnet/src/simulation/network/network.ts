import { hex, JzError, suite } from "@jingzhun/ledger";
import type { Channel, ConnectedPeer, GossipVerdict, RegisteredPeer, Transport } from "@jingzhun/node/parts";
import type { Random } from "../../random.ts";
import type { Power } from "./power.ts";
import type { Timeline } from "./timeline.ts";

/** ms after which a silent connection is given up: what libp2p's ping does (node, limits.ts). */
const GIVEN_UP_MS = [6_000, 10_000] as const;
/** ms after which two that can reach each other have a connection. */
const CONNECT_MS = [5, 500] as const;
/** ms between judging a gossiped message and passing it on */
const FORWARD_MS = 25;
const REQUEST_TIMEOUT_MS = 5_000;

/** How packets fare on their way, while it lasts. Parts of one. */
export interface Weather {
  readonly drop: number;
  readonly duplicate: number;
  readonly reorder: number;
  /** ms that a packet takes, and how much longer a late one takes */
  readonly latency: readonly [low: number, high: number];
  readonly late: number;
  readonly lateMs: number;
}

export const FAIR: Weather = {
  drop: 0,
  duplicate: 0,
  reorder: 0,
  latency: [0.1, 2],
  late: 0,
  lateMs: 0,
};

export interface PacketCounts {
  sent: number;
  dropped: number;
  duplicated: number;
  reordered: number;
  late: number;
}

type FrameHandler = (from: string, frame: Uint8Array) => void | Promise<void>;
type RequestHandler = (from: string, frame: Uint8Array) => Promise<Uint8Array>;

interface Pair {
  /** number of the connection that is there; 0: none */
  connection: number;
  /** an attempt to connect, or to give up, is under way */
  isPending: boolean;
}

/** The wires between machines. A connection is between two processes; what is on its way when it ends is lost. */
export class SimulatedNetwork {
  weather: Weather = FAIR;
  readonly counts: PacketCounts = { sent: 0, dropped: 0, duplicated: 0, reordered: 0, late: 0 };
  readonly #timeline: Timeline;
  readonly #random: Random;
  readonly #endpoints = new Map<number, Endpoint>();
  readonly #pairs = new Map<string, Pair>();
  /** `from to` of machines between which nothing arrives */
  readonly #cut = new Set<string>();
  #connections = 0;
  /** Of a machine, more ms for each packet. */
  readonly slowness = new Map<number, number>();

  constructor(timeline: Timeline, random: Random) {
    this.#timeline = timeline;
    this.#random = random;
  }

  /** The transport of a new process of this machine. */
  attach(machine: number, key: string, power: Power, observer: TransportObserver): Transport & Endpoint {
    return new Endpoint(this, this.#timeline, { machine, key, power, observer });
  }

  started(endpoint: Endpoint): void {
    this.#endpoints.set(endpoint.machine, endpoint);
    this.#considerAll();
  }

  /** The process ended. `silently`: its machine lost power, nobody is told. */
  ended(machine: number, silently: boolean): void {
    const endpoint = this.#endpoints.get(machine);
    if (endpoint === undefined) return;
    this.#endpoints.delete(machine);
    for (const other of this.#endpoints.values()) {
      const pair = this.#pair(machine, other.machine);
      const { connection } = pair;
      if (connection === 0) continue;
      const ms = silently ? this.#between(GIVEN_UP_MS) : this.#between(CONNECT_MS) / 10;
      this.#timeline.after(ms, () => {
        if (pair.connection === connection) this.#disconnect(pair, machine, other.machine);
      });
    }
  }

  /** From now on nothing sent from one to the other arrives, or it does again. */
  cut(from: number, to: number, isCut: boolean): void {
    const key = `${from} ${to}`;
    if (isCut) this.#cut.add(key);
    else this.#cut.delete(key);
    this.considerPair(from, to);
  }

  heal(): void {
    this.#cut.clear();
    this.weather = FAIR;
    this.slowness.clear();
    this.#considerAll();
  }

  /** Connects or gives up, as things are. */
  considerPair(a: number, b: number): void {
    const pair = this.#pair(a, b);
    if (pair.isPending) return;
    const wanted = this.#canConnect(a, b);
    if (wanted === (pair.connection !== 0)) return;
    pair.isPending = true;
    const { connection } = pair;
    this.#timeline.after(this.#between(wanted ? CONNECT_MS : GIVEN_UP_MS), () => {
      pair.isPending = false;
      if (pair.connection !== connection || this.#canConnect(a, b) !== wanted) return this.considerPair(a, b);
      if (wanted) this.#connect(pair, a, b);
      else this.#disconnect(pair, a, b);
    });
  }

  isConnected(a: number, b: number): boolean {
    return this.#pair(a, b).connection !== 0;
  }

  endpointOf(key: string): Endpoint | undefined {
    for (const endpoint of this.#endpoints.values()) if (endpoint.self === key) return endpoint;
    return undefined;
  }

  endpoints(): Iterable<Endpoint> {
    return this.#endpoints.values();
  }

  /** Puts a packet on its way: `deliver` is called when it arrives, or never, or twice. */
  carry(from: Endpoint, to: Endpoint, deliver: () => void): void {
    const { counts, weather } = this;
    const random = this.#random;
    const pair = this.#pair(from.machine, to.machine);
    const { connection } = pair;
    counts.sent++;
    if (this.#cut.has(`${from.machine} ${to.machine}`)) {
      counts.dropped++;
      return;
    }
    if (weather.drop > 0 && random.chance(weather.drop)) {
      counts.dropped++;
      return;
    }
    const copies = weather.duplicate > 0 && random.chance(weather.duplicate) ? 2 : 1;
    if (copies === 2) counts.duplicated++;
    const slow = (this.slowness.get(from.machine) ?? 0) + (this.slowness.get(to.machine) ?? 0);
    for (let copy = 0; copy < copies; copy++) {
      let ms = this.#between(weather.latency) + slow * random.unit();
      if (weather.late > 0 && random.chance(weather.late)) {
        counts.late++;
        ms += random.unit() * weather.lateMs;
      }
      const key = `${to.machine}`;
      let at = this.#timeline.now + ms;
      const before = from.arrivals.get(key) ?? 0;
      if (at < before) {
        // A connection keeps the order of what is sent on it, unless the weather says otherwise.
        if (weather.reorder > 0 && random.chance(weather.reorder)) counts.reordered++;
        else at = before;
      }
      from.arrivals.set(key, Math.max(before, at));
      this.#timeline.after(at - this.#timeline.now, () => {
        if (pair.connection === connection && to.isUp && this.#endpoints.get(to.machine) === to) deliver();
      });
    }
  }

  #considerAll(): void {
    const machines = [...this.#endpoints.keys()];
    for (const a of machines) for (const b of machines) if (a < b) this.considerPair(a, b);
  }

  #canConnect(a: number, b: number): boolean {
    const one = this.#endpoints.get(a);
    const other = this.#endpoints.get(b);
    if (one === undefined || other === undefined || one.self === other.self) return false;
    if (this.#cut.has(`${a} ${b}`) || this.#cut.has(`${b} ${a}`)) return false;
    return one.allows(other.self) && other.allows(one.self);
  }

  #connect(pair: Pair, a: number, b: number): void {
    pair.connection = ++this.#connections;
    for (const [one, other] of [
      [a, b],
      [b, a],
    ] as const) {
      const endpoint = this.#endpoints.get(one)!;
      endpoint.arrivals.delete(`${other}`);
      endpoint.connected(this.#endpoints.get(other)!);
    }
  }

  #disconnect(pair: Pair, a: number, b: number): void {
    pair.connection = 0;
    this.#endpoints.get(a)?.disconnected(b);
    this.#endpoints.get(b)?.disconnected(a);
    this.considerPair(a, b);
  }

  #pair(a: number, b: number): Pair {
    const key = a < b ? `${a} ${b}` : `${b} ${a}`;
    let pair = this.#pairs.get(key);
    if (pair === undefined) this.#pairs.set(key, (pair = { connection: 0, isPending: false }));
    return pair;
  }

  #between([low, high]: readonly [number, number]): number {
    return low + this.#random.unit() * (high - low);
  }
}

export interface TransportObserver {
  /** A frame is about to leave this process: what leaves in its place. */
  readonly onSend: (to: string, channel: Channel, frame: Uint8Array) => readonly Uint8Array[];
  readonly onReceive: (channel: Channel, frame: Uint8Array) => void;
  /** What is answered instead; undefined: nothing. */
  readonly onAnswer: (answer: Uint8Array) => Uint8Array | undefined;
  readonly onFailed: (what: string, error: unknown) => void;
}

/** One process's end of the wires: what the node knows as its transport. */
export class Endpoint implements Transport {
  readonly machine: number;
  readonly self: string;
  /** ms at which the last packet to a machine arrives */
  readonly arrivals = new Map<string, number>();
  readonly #network: SimulatedNetwork;
  readonly #timeline: Timeline;
  readonly #power: Power;
  readonly #observer: TransportObserver;
  readonly #frames = new Map<Channel, FrameHandler>();
  readonly #requests = new Map<Channel, RequestHandler>();
  readonly #peerHandlers: ((id: string, connected: boolean) => void)[] = [];
  /** by network key */
  readonly #connections = new Map<string, Endpoint>();
  readonly #waiting = new Map<object, { readonly peer: string; readonly fail: (code: string) => void }>();
  readonly #gossip = new Set<string>();
  #allowed = new Set<string>();
  #judge: ((bytes: Uint8Array, from: string) => GossipVerdict | Promise<GossipVerdict>) | undefined;

  constructor(
    network: SimulatedNetwork,
    timeline: Timeline,
    options: { machine: number; key: string; power: Power; observer: TransportObserver },
  ) {
    this.#network = network;
    this.#timeline = timeline;
    this.machine = options.machine;
    this.self = options.key;
    this.#power = options.power;
    this.#observer = options.observer;
  }

  get isUp(): boolean {
    return this.#power.isOn;
  }

  async start(): Promise<void> {
    if (this.isUp) this.#network.started(this);
  }

  async stop(): Promise<void> {
    if (this.isUp) this.#network.ended(this.machine, false);
  }

  addresses(): string[] {
    return [];
  }

  peers(): ConnectedPeer[] {
    return [...this.#connections.keys()].map((id) => ({ id, address: "", outbound: this.self < id }));
  }

  isConnected(peer: string): boolean {
    return this.#connections.has(peer);
  }

  allows(key: string): boolean {
    return this.#allowed.has(key);
  }

  publish(bytes: Uint8Array): void {
    this.#gossip.add(digest(bytes));
    this.#flood(bytes, undefined);
  }

  onGossip(handler: (bytes: Uint8Array, from: string) => GossipVerdict | Promise<GossipVerdict>): void {
    this.#judge = handler;
  }

  send(peer: string, channel: Channel, frame: Uint8Array): boolean {
    const to = this.#connections.get(peer);
    if (to === undefined || !this.isUp) return false;
    for (const each of this.#observer.onSend(peer, channel, frame)) {
      this.#network.carry(this, to, () => to.receive(this.self, channel, each));
    }
    return true;
  }

  /** As it is, whatever the observer would make of it. */
  sendRaw(peer: string, channel: Channel, frame: Uint8Array): void {
    const to = this.#connections.get(peer);
    if (to !== undefined && this.isUp)
      this.#network.carry(this, to, () => to.receive(this.self, channel, frame));
  }

  request(
    peer: string,
    channel: Channel,
    frame: Uint8Array,
    { timeoutMs = REQUEST_TIMEOUT_MS }: { timeoutMs?: number } = {},
  ): Promise<Uint8Array> {
    const to = this.#connections.get(peer);
    if (to === undefined) return Promise.reject(new JzError("transport.not_connected", "", { peer }));
    return new Promise((resolve, reject) => {
      if (!this.isUp) return;
      const question = {};
      const cancel = this.#timeline.after(
        timeoutMs,
        this.#power.guarded(() => fail("transport.timeout")),
      );
      const end = () => {
        cancel();
        return this.#waiting.delete(question);
      };
      const fail = (code: string, values: { code?: string } = {}) => {
        if (end()) reject(new JzError(code, "", values));
      };
      this.#waiting.set(question, { peer, fail });
      this.#network.carry(this, to, () =>
        to.#answer(this.self, channel, frame).then(
          (honest) => {
            const answer = to.isUp ? to.#observer.onAnswer(honest) : undefined;
            if (answer === undefined) return;
            this.#network.carry(to, this, () => {
              if (end()) resolve(answer);
            });
          },
          (error: unknown) => {
            if (!to.isUp) return;
            const code = error instanceof JzError ? error.code : "unknown";
            this.#network.carry(to, this, () => fail("transport.refused", { code }));
          },
        ),
      );
    });
  }

  onFrame(channel: Channel, handler: FrameHandler): void {
    this.#frames.set(channel, handler);
  }

  onRequest(channel: Channel, handler: RequestHandler): void {
    this.#requests.set(channel, handler);
  }

  onPeer(handler: (id: string, connected: boolean) => void): void {
    this.#peerHandlers.push(handler);
  }

  allow(peers: Iterable<RegisteredPeer>): void {
    this.#allowed = new Set([...peers].map(({ key }) => key));
    for (const other of this.#network.endpoints()) {
      if (other !== this) this.#network.considerPair(this.machine, other.machine);
    }
  }

  stats(): ReturnType<Transport["stats"]> {
    const none = { framesIn: 0, framesOut: 0, bytesIn: 0, bytesOut: 0, framesDropped: 0 };
    return {
      peers: this.#connections.size,
      refusedConnections: 0,
      breachedConnections: 0,
      crowdedConnections: 0,
      retiredConnections: 0,
      dialsFailed: 0,
      gossipIn: 0,
      gossipOut: 0,
      gossipRejected: 0,
      channels: { consensus: { ...none }, sync: { ...none }, blob: { ...none } },
    };
  }

  connected(to: Endpoint): void {
    this.#connections.set(to.self, to);
    for (const handler of this.#peerHandlers) handler(to.self, true);
  }

  disconnected(machine: number): void {
    if (!this.isUp) return;
    for (const [key, endpoint] of this.#connections) {
      if (endpoint.machine !== machine) continue;
      this.#connections.delete(key);
      for (const { peer, fail } of [...this.#waiting.values()])
        if (peer === key) fail("transport.disconnected");
      for (const handler of this.#peerHandlers) handler(key, false);
    }
  }

  receive(from: string, channel: Channel, frame: Uint8Array): void {
    if (!this.isUp) return;
    this.#observer.onReceive(channel, frame);
    const handler = this.#frames.get(channel);
    const failed = (error: unknown) => this.#observer.onFailed(`a frame on ${channel}`, error);
    try {
      const done = handler?.(from, frame);
      done?.catch(failed);
    } catch (error) {
      failed(error);
    }
  }

  async #answer(from: string, channel: Channel, frame: Uint8Array): Promise<Uint8Array> {
    const handler = this.#requests.get(channel);
    if (handler === undefined) throw new JzError("transport.unsupported", channel);
    return handler(from, frame);
  }

  #flood(bytes: Uint8Array, except: string | undefined): void {
    if (!this.isUp) return;
    const key = digest(bytes);
    for (const [peer, to] of this.#connections) {
      // Those that have it have said so (IDONTWANT).
      if (peer === except || to.#gossip.has(key)) continue;
      this.#network.carry(this, to, () => to.#gossiped(bytes, this.self));
    }
  }

  async #gossiped(bytes: Uint8Array, from: string): Promise<void> {
    const key = digest(bytes);
    if (this.#gossip.has(key) || this.#judge === undefined) return;
    this.#gossip.add(key);
    let verdict: GossipVerdict = "ignore";
    try {
      verdict = await this.#judge(bytes, from);
    } catch (error) {
      this.#observer.onFailed("gossip", error);
    }
    if (verdict === "accept") {
      this.#timeline.after(
        FORWARD_MS,
        this.#power.guarded(() => this.#flood(bytes, from)),
      );
    }
  }
}

const digests = new WeakMap<Uint8Array, string>();

function digest(bytes: Uint8Array): string {
  let known = digests.get(bytes);
  if (known === undefined) digests.set(bytes, (known = hex(suite.hash(bytes))));
  return known;
}
