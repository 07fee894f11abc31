import { JzError, utf8 } from "@jingzhun/ledger";
import type { Connection, Stream } from "@libp2p/interface";
import { CONNECTION_RETIRE_MS } from "../limits.ts";
import { CHANNELS, type Channel, perChannel, protocolOf } from "./channel.ts";
import { FRAME_KIND, type Frame } from "./framing.ts";
import { Inbox } from "./inbox.ts";
import { Outbox } from "./outbox.ts";
import { HalfFrames } from "./parts.ts";
import { Requests } from "./requests.ts";
import type { ChannelStats } from "./transport.ts";

/** What a link hands inwards. */
export interface LinkHandlers {
  frame(channel: Channel, from: string, payload: Uint8Array): void | Promise<void>;
  request(channel: Channel, from: string, payload: Uint8Array): Promise<Uint8Array>;
  connected(key: string): void;
  disconnected(key: string): void;
  /** No connection is left; `served` when there was a usable one. */
  idle(key: string, served: boolean): void;
  failed(key: string, what: string, error: unknown): void;
}

interface Link {
  readonly connection: Connection;
  /** Set once the other side has accepted all of them. */
  streams: Record<Channel, Stream> | undefined;
  retiring: NodeJS.Timeout | undefined;
}

/** Everything between this node and one registered peer, over whichever connection there is. */
export class PeerLink {
  readonly key: string;
  readonly #self: string;
  readonly #chainId: string;
  readonly #handlers: LinkHandlers;
  readonly #stats: Record<Channel, ChannelStats>;
  readonly #outboxes: Record<Channel, Outbox>;
  readonly #inboxes: Record<Channel, Inbox>;
  readonly #requests: Record<Channel, Requests>;
  readonly #links = new Map<Connection, Link>();
  #active: Link | undefined;
  #retired = 0;

  constructor(
    key: string,
    self: string,
    chainId: string,
    handlers: LinkHandlers,
    stats: Record<Channel, ChannelStats>,
  ) {
    this.key = key;
    this.#self = self;
    this.#chainId = chainId;
    this.#handlers = handlers;
    this.#stats = stats;
    this.#requests = perChannel(() => new Requests());
    this.#outboxes = perChannel((channel) => new Outbox((bytes) => (stats[channel].bytesOut += bytes)));
    const halves = new HalfFrames();
    this.#inboxes = perChannel(
      (channel) =>
        new Inbox({
          handle: (frame) => this.#take(channel, frame),
          onRead: (bytes) => (stats[channel].bytesIn += bytes),
          onBroken: (error) => this.#handlers.failed(this.key, `${channel} stream broke the protocol`, error),
          halves,
        }),
    );
  }

  /** The connection in use. */
  get connection(): Connection | undefined {
    return this.#active?.connection;
  }

  get connections(): readonly Connection[] {
    return [...this.#links.keys()];
  }

  /** connections given up because another one of the pair stays */
  get retired(): number {
    return this.#retired;
  }

  send(channel: Channel, payload: Uint8Array): boolean {
    return this.#offer(channel, { kind: FRAME_KIND.message, id: 0, payload });
  }

  request(channel: Channel, payload: Uint8Array, timeoutMs: number): Promise<Uint8Array> {
    if (this.#links.size === 0)
      return Promise.reject(new JzError("transport.not_connected", "", { peer: this.key }));
    return this.#requests[channel].start(timeoutMs, (id) =>
      this.#offer(channel, { kind: FRAME_KIND.request, id, payload }),
    );
  }

  /** A connection has come up: the other side shows by accepting our streams that it wants it too. */
  async add(connection: Connection): Promise<void> {
    const link: Link = { connection, streams: undefined, retiring: undefined };
    this.#links.set(connection, link);
    connection.addEventListener("close", () => this.#remove(link), { once: true });
    try {
      const [consensus, sync, blob] = await Promise.all(
        CHANNELS.map((channel) => this.#open(connection, channel)),
      );
      link.streams = { consensus: consensus!, sync: sync!, blob: blob! };
    } catch (error) {
      if (connection.status === "open") this.#handlers.failed(this.key, "streams could not be opened", error);
      abort(connection, "streams could not be opened");
      this.#remove(link);
      return;
    }
    if (this.#links.has(connection)) this.#choose();
  }

  /** The other side has opened its stream. */
  accept(channel: Channel, stream: Stream): void {
    this.#inboxes[channel].attach(stream);
  }

  /** Cuts the peer off. */
  close(reason: string): void {
    for (const link of [...this.#links.values()]) {
      abort(link.connection, reason);
      this.#remove(link);
    }
  }

  async #open(connection: Connection, channel: Channel): Promise<Stream> {
    const stream = await connection.newStream(protocolOf(this.#chainId, channel), { maxOutboundStreams: 1 });
    // A stream of a live connection ends only when the other side found it broken: then the whole connection is.
    // Not at once: the close may be a part of the connection's own, which another abort in its midst would break.
    stream.addEventListener("close", () => {
      setImmediate(() => {
        const link = this.#links.get(connection);
        if (link !== undefined && link.retiring === undefined) abort(connection, "stream was closed");
      });
    });
    return stream;
  }

  /** Of several usable connections: one dialled by the lower id, of these the newest. */
  #choose(): void {
    const ready = [...this.#links.values()].filter((link) => link.streams !== undefined);
    const byLower = ready.filter(
      ({ connection }) => (connection.direction === "outbound") === this.#self < this.key,
    );
    const chosen = (byLower.length > 0 ? byLower : ready).at(-1);
    if (chosen === undefined || chosen === this.#active) return;
    const before = this.#active;
    this.#active = chosen;
    for (const channel of CHANNELS) this.#outboxes[channel].attach(chosen.streams![channel]);
    // A second connection dialled by the same side: it dials only when it has none, so the one before is dead and its
    // process may be another by now. That is a reconnect, of which those who send again must hear.
    const replaced = before !== undefined && before.connection.direction === chosen.connection.direction;
    if (replaced) {
      this.#failRequests();
      abort(before.connection, "replaced");
      this.#handlers.disconnected(this.key);
    }
    for (const link of ready) if (link !== chosen && !(replaced && link === before)) this.#retire(link);
    if (before === undefined || replaced) this.#handlers.connected(this.key);
  }

  /** What was sent on it may still be on its way, so it stays open a little. */
  #retire(link: Link): void {
    if (link.retiring !== undefined) return;
    this.#retired++;
    link.retiring = setTimeout(() => {
      link.connection.close().catch(() => abort(link.connection, "did not close"));
    }, CONNECTION_RETIRE_MS);
  }

  #remove(link: Link): void {
    if (!this.#links.delete(link.connection)) return;
    clearTimeout(link.retiring);
    if (link !== this.#active) {
      if (this.#links.size === 0) this.#handlers.idle(this.key, false);
      return;
    }
    for (const channel of CHANNELS) this.#outboxes[channel].detach(link.streams![channel]);
    this.#active = undefined;
    this.#choose();
    if (this.#active !== undefined) return;
    for (const channel of CHANNELS) this.#outboxes[channel].clear();
    this.#failRequests();
    this.#handlers.disconnected(this.key);
    if (this.#links.size === 0) this.#handlers.idle(this.key, true);
  }

  #failRequests(): void {
    for (const channel of CHANNELS) this.#requests[channel].failAll("transport.disconnected");
  }

  #offer(channel: Channel, frame: Frame): boolean {
    if (this.#links.size === 0) return false;
    const taken = this.#outboxes[channel].offer(frame);
    if (taken) this.#stats[channel].framesOut++;
    else this.#stats[channel].framesDropped++;
    return taken;
  }

  #take(channel: Channel, { kind, id, payload }: Frame): Promise<void> | undefined {
    this.#stats[channel].framesIn++;
    switch (kind) {
      case FRAME_KIND.message: {
        const work = this.#handlers.frame(channel, this.key, payload);
        return work?.catch((error: unknown) => this.#handlers.failed(this.key, `${channel} frame`, error));
      }
      case FRAME_KIND.request:
        return this.#serve(channel, id, payload);
      case FRAME_KIND.answer:
        this.#requests[channel].answer(id, payload);
        return undefined;
      case FRAME_KIND.refusal:
        this.#requests[channel].refuse(id, payload);
        return undefined;
    }
  }

  async #serve(channel: Channel, id: number, payload: Uint8Array): Promise<void> {
    let frame: Frame;
    try {
      frame = {
        kind: FRAME_KIND.answer,
        id,
        payload: await this.#handlers.request(channel, this.key, payload),
      };
    } catch (error) {
      const code = error instanceof JzError ? error.code : "internal";
      if (!(error instanceof JzError)) this.#handlers.failed(this.key, `${channel} request`, error);
      frame = { kind: FRAME_KIND.refusal, id, payload: utf8(code) };
    }
    // An answer waits for room; meanwhile this counts as work, so the peer that doesn't read can't ask for more.
    while (this.#links.size > 0 && !this.#outboxes[channel].offer(frame))
      await this.#outboxes[channel].room();
    this.#stats[channel].framesOut++;
  }
}

function abort(connection: Connection, reason: string): void {
  if (connection.status === "open" || connection.status === "closing") connection.abort(new Error(reason));
}
