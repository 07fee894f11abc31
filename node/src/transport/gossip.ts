import { suite } from "@jingzhun/ledger";
import { type GossipSub, type GossipsubMessage, gossipsub, StrictNoSign } from "@libp2p/gossipsub";
import type { Connection, PeerId } from "@libp2p/interface";
import type { Logger } from "pino";
import {
  GOSSIP_BYTES_MAX,
  GOSSIP_FORWARD_DELAY_MS,
  GOSSIP_IDONTWANT_MAX,
  GOSSIP_OUTBOX_BYTES_MAX,
  GOSSIP_RPC_BYTES_MAX,
} from "../limits.ts";
import { networkKeyOf } from "./identity.ts";
import type { GossipVerdict } from "./transport.ts";

/** gossipsub as DESIGN §7 wants it. */
export function gossipService(topic: string): ReturnType<typeof gossipsub> {
  return gossipsub({
    globalSignaturePolicy: StrictNoSign,
    msgIdFn: (message) => suite.hash(message.data),
    allowedTopics: [topic],
    emitSelf: false,
    doPX: false,
    fallbackToFloodsub: false,
    allowPublishToZeroTopicPeers: true,
    ignoreDuplicatePublishError: true,
    // Every registered peer is connected, so an author reaches all of them in one hop.
    floodPublish: true,
    batchPublish: true,
    // Passed on only after the node has judged it; meanwhile IDONTWANT tells the others that we have it.
    asyncValidation: true,
    // Of a whole RPC, which may carry several messages; a single one is held to GOSSIP_BYTES_MAX below.
    maxInboundDataLength: GOSSIP_RPC_BYTES_MAX,
    maxOutboundBufferSize: GOSSIP_OUTBOX_BYTES_MAX,
    idontwantMaxMessages: GOSSIP_IDONTWANT_MAX,
    scoreParams: {
      // By default more than ten peers on one address are shunned: a test network lives on 127.0.0.1.
      IPColocationFactorWeight: 0,
    },
  });
}

/** Parts of gossipsub's implementation that its interface doesn't name. */
interface Internals {
  reportMessageValidationResult(id: string, source: string, verdict: string): void;
  onPeerConnected(peer: PeerId, connection: Connection): void;
  readonly streamsOutbound: ReadonlyMap<string, unknown>;
}

export interface GossipCounts {
  gossipIn: number;
  gossipOut: number;
  gossipRejected: number;
}

/** Publishes transactions and hands in what others publish. */
export class Gossip {
  readonly #service: GossipSub & Internals;
  readonly #topic: string;
  readonly #counts: GossipCounts;
  readonly #logger: Logger;
  readonly #judge: (bytes: Uint8Array, from: string) => GossipVerdict | Promise<GossipVerdict>;

  constructor(
    service: GossipSub,
    topic: string,
    judge: (bytes: Uint8Array, from: string) => GossipVerdict | Promise<GossipVerdict>,
    counts: GossipCounts,
    logger: Logger,
  ) {
    this.#service = service as GossipSub & Internals;
    this.#topic = topic;
    this.#judge = judge;
    this.#counts = counts;
    this.#logger = logger;
    service.addEventListener("gossipsub:message", (event) => void this.#receive(event.detail));
  }

  start(): void {
    this.#service.subscribe(this.#topic);
  }

  publish(bytes: Uint8Array): void {
    this.#counts.gossipOut++;
    this.#service.publish(this.#topic, bytes).catch((error: unknown) => {
      this.#logger.warn({ error: String(error) }, "gossip was not published");
    });
  }

  /**
   * gossipsub opens its stream once, when it hears of a peer, and not again when that stream is lost while the peer
   * stays, or stays on another connection. So it is told again.
   */
  ensure(peer: PeerId, connection: Connection): void {
    if (!this.#service.streamsOutbound.has(peer.toString())) this.#service.onPeerConnected(peer, connection);
  }

  async #receive({ msg, msgId, propagationSource }: GossipsubMessage): Promise<void> {
    this.#counts.gossipIn++;
    const from = networkKeyOf(propagationSource) ?? "";
    let verdict: GossipVerdict = "reject";
    if (msg.data.length <= GOSSIP_BYTES_MAX) {
      try {
        verdict = await this.#judge(msg.data, from);
      } catch (error) {
        // Ours, not the peer's fault: an overloaded node must not make its neighbours look bad.
        this.#logger.warn({ error: String(error) }, "gossip could not be judged");
        verdict = "ignore";
      }
    }
    if (verdict === "reject") this.#counts.gossipRejected++;
    const source = propagationSource.toString();
    const report = () => this.#service.reportMessageValidationResult(msgId, source, verdict);
    if (verdict === "accept") setTimeout(report, GOSSIP_FORWARD_DELAY_MS).unref();
    else report();
  }
}
