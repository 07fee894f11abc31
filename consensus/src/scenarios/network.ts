import { hex } from "@jingzhun/ledger/certification";
import { type Disk, emptyDisk, Host, type HostEvent, type Packet } from "./host.ts";
import { describeEvent, describePacket, nameBlock } from "./trace.ts";
import { validators } from "./validators.ts";

export interface InFlight {
  readonly from: number;
  readonly to: number;
  readonly packet: Packet;
}

/** Thrown inside a host at the moment where the test lets its machine die. */
export class PowerCut extends Error {}

/**
 * n hosts and the wire between them. Nothing moves but by the test: packets lie in `wire` in the order of sending,
 * timers fire when told. Every event is one line of the trace.
 */
export class Network {
  readonly n: number;
  readonly #isTraced: boolean;
  readonly hosts: (Host | null)[];
  readonly disks: Disk[];
  readonly wire: InFlight[] = [];
  /** everything that was ever on the wire, if it is traced */
  readonly sent: InFlight[] = [];
  readonly trace: string[] = [];
  /** number of power cuts */
  crashes = 0;
  /** pairs that can't talk: `from>to` */
  readonly cut = new Set<string>();
  /** called with every event of a host, before the trace; may throw PowerCut */
  onEvent: (index: number, event: HostEvent) => void = () => {};

  /** @param isTraced false: many runs, no lines */
  constructor(n: number, isTraced = true) {
    this.n = n;
    this.#isTraced = isTraced;
    this.disks = Array.from({ length: n }, emptyDisk);
    this.hosts = this.disks.map((disk, index) => this.host(index, disk));
    this.hosts.forEach((_, index) => {
      this.guard(index, (host) => host.start());
    });
  }

  /** Makes a host; its name tells twins apart. */
  host(index: number, disk: Disk, name = String(index)): Host {
    return new Host(
      {
        index,
        name,
        validators: validators(this.n),
        send: (packet, to) => {
          for (let other = 0; other < this.n; other++)
            if (other !== index && (to === "all" || to === other))
              this.put({ from: index, to: other, packet });
        },
        observe: (event) => {
          this.onEvent(index, event);
          const line = this.#isTraced ? describeEvent(event) : undefined;
          if (line !== undefined) this.trace.push(`  ${name}: ${line}`);
        },
        build: (height, round) => this.build(height, round, name),
        fetch: (hash, holders) => this.fetch(hash, holders),
      },
      disk,
    );
  }

  /** What a proposer builds; tests may say otherwise. */
  build(height: number, round: number, name: string): string | undefined {
    const text = `b${height}.${round}n${name}`;
    nameBlock(text);
    return text;
  }

  fetch(hash: Uint8Array, holders: readonly number[]): string | undefined {
    for (const holder of holders) {
      const body = this.hosts[holder] === null ? undefined : this.disks[holder]?.bodies.get(hex(hash));
      if (body !== undefined) return body;
    }
    return undefined;
  }

  put(sent: InFlight): void {
    if (this.#isTraced) this.sent.push(sent);
    if (!this.cut.has(`${sent.from}>${sent.to}`)) this.wire.push(sent);
  }

  /** Does something with a node that is up; a power cut takes it down. */
  guard(index: number, action: (host: Host) => void): void {
    const host = this.hosts[index];
    if (host == null) return;
    try {
      action(host);
    } catch (error) {
      if (!(error instanceof PowerCut)) throw error;
      this.crash(index);
    }
  }

  crash(index: number): void {
    this.hosts[index] = null;
    this.crashes++;
    this.trace.push(`  ${index}: power cut`);
  }

  /** @param keep how many of the unsynced WAL records the disk has all the same */
  restart(index: number, keep = 0): void {
    const disk = this.disks[index]!;
    disk.wal.push(...disk.unsynced.splice(0).slice(0, keep));
    this.hosts[index] = this.host(index, disk);
    this.guard(index, (host) => host.start());
  }

  /** Delivers the packet at a place of the wire. */
  deliver(at = 0): void {
    const [sent] = this.wire.splice(at, 1);
    if (sent === undefined || this.hosts[sent.to] == null) return;
    if (this.#isTraced) this.trace.push(`${sent.from}>${sent.to} ${describePacket(sent.packet)}`);
    this.guard(sent.to, (host) => host.receive(sent.packet, sent.from));
  }

  /** Delivers in the order of sending until the wire is empty. */
  run(most = 100_000): void {
    for (let i = 0; this.wire.length > 0; i++) {
      if (i >= most) throw new Error(`${most} packets, and no end`);
      this.deliver();
    }
  }

  fireTimer(index: number): void {
    this.guard(index, (host) => host.fireTimer());
  }

  wake(index: number): void {
    this.guard(index, (host) => host.give({ type: "wake" }));
  }

  /** The texts of the blocks on a disk. */
  chain(index: number): string[] {
    return this.disks[index]!.blocks.map((block) => block.value);
  }
}
