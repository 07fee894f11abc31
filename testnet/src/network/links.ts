import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

const HOST = "127.0.0.1";

/**
 * The network between the nodes, when a test wants to cut it: each node reaches each other one at an address of its
 * own, where a relay of this process passes bytes on. A cut link is silent, as a broken cable is: nothing arrives,
 * nobody is told, and what was under way arrives after the repair, or never when an end has given up meanwhile.
 */
export class Links {
  readonly #nodes: number;
  readonly #links: readonly Link[];

  private constructor(nodes: number, links: readonly Link[]) {
    this.#nodes = nodes;
    this.#links = links;
  }

  /** @param portOf where a node listens */
  static async open(nodes: number, portOf: (index: number) => number): Promise<Links> {
    const links: Link[] = [];
    for (let a = 0; a < nodes; a++)
      for (let b = a + 1; b < nodes; b++) links.push(await Link.open(a, b, portOf));
    return new Links(nodes, links);
  }

  /** The port at which `from` reaches `to`. */
  port(from: number, to: number): number {
    return this.#links.find((link) => link.joins(from, to))!.portTowards(to);
  }

  /** Only nodes of one group reach each other; those that no group names are one more group. */
  partition(groups: readonly (readonly number[])[]): void {
    const groupOf = new Map<number, number>();
    for (const [group, members] of groups.entries()) {
      for (const index of members) {
        if (!Number.isInteger(index) || index < 0 || index >= this.#nodes)
          throw new RangeError(`there is no node ${index}: nodes are 0 to ${this.#nodes - 1}`);
        if (groupOf.has(index)) throw new RangeError(`node ${index} is named twice`);
        groupOf.set(index, group);
      }
    }
    for (const link of this.#links) link.setCut(groupOf.get(link.a) !== groupOf.get(link.b));
  }

  heal(): void {
    for (const link of this.#links) link.setCut(false);
  }

  close(): void {
    for (const link of this.#links) link.close();
  }
}

/** Both directions between two nodes; the relay towards each listens on a port of its own. */
class Link {
  readonly a: number;
  readonly b: number;
  #cut = false;
  readonly #servers = new Map<number, Server>();
  readonly #circuits = new Set<Circuit>();

  private constructor(a: number, b: number) {
    this.a = a;
    this.b = b;
  }

  static async open(a: number, b: number, portOf: (index: number) => number): Promise<Link> {
    const link = new Link(a, b);
    for (const to of [a, b]) {
      const server = createServer({ allowHalfOpen: true, noDelay: true }, (near) =>
        link.#accept(near, portOf(to)),
      );
      server.listen(0, HOST).unref(); // a test that forgets to stop its network still ends
      await once(server, "listening");
      link.#servers.set(to, server);
    }
    return link;
  }

  joins(from: number, to: number): boolean {
    return (from === this.a && to === this.b) || (from === this.b && to === this.a);
  }

  portTowards(to: number): number {
    return (this.#servers.get(to)!.address() as AddressInfo).port;
  }

  setCut(cut: boolean): void {
    if (cut === this.#cut) return;
    this.#cut = cut;
    for (const circuit of [...this.#circuits]) cut ? circuit.freeze() : circuit.flow();
  }

  close(): void {
    for (const server of this.#servers.values()) server.close();
    for (const circuit of [...this.#circuits]) circuit.destroy();
  }

  #accept(near: Socket, port: number): void {
    const circuit = new Circuit(near, port, () => this.#circuits.delete(circuit));
    this.#circuits.add(circuit);
    if (!this.#cut) circuit.flow();
  }
}

/** One connection through a relay. Frozen until `flow`. */
class Circuit {
  readonly #near: Socket;
  readonly #port: number;
  readonly #ended: () => void;
  #far: Socket | undefined;
  #frozen = true;

  constructor(near: Socket, port: number, ended: () => void) {
    this.#near = near;
    this.#port = port;
    this.#ended = ended;
    this.#watch(near);
  }

  flow(): void {
    this.#frozen = false;
    if (this.#far === undefined) {
      this.#far = connect({ port: this.#port, host: HOST, allowHalfOpen: true, noDelay: true });
      this.#watch(this.#far);
    }
    if (this.#near.destroyed || this.#far.destroyed) {
      this.#finish();
      return;
    }
    this.#near.pipe(this.#far);
    this.#far.pipe(this.#near);
  }

  /** Bytes stay where they are, and an end that closes isn't told of to the other. */
  freeze(): void {
    this.#frozen = true;
    for (const socket of [this.#near, this.#far]) socket?.unpipe().pause();
  }

  destroy(): void {
    this.#near.destroy();
    this.#far?.destroy();
    this.#ended();
  }

  #watch(socket: Socket): void {
    socket.unref();
    socket.on("error", () => {}); // "close" follows
    socket.on("close", () => {
      if (!this.#frozen) this.#finish();
    });
  }

  /** One end has closed: the other gets what is still on its way to it, then closes too. */
  #finish(): void {
    this.#near.destroySoon();
    this.#far?.destroySoon();
    this.#ended();
  }
}
