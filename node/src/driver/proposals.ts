import { roundTimeOut } from "@jingzhun/consensus";
import {
  BlockInvalid,
  CodecError,
  decodeHeader,
  type ExecutableTx,
  ExecutionAssertion,
  equalBytes,
  type Header,
  headerHash,
  hex,
  JzError,
  StructError,
} from "@jingzhun/ledger";
import { type Chain, type ExecutedBlock, Superseded } from "../chain/chain.ts";
import type { Clock } from "../clock.ts";
import { differingFields } from "../divergence.ts";
import { EXECUTED_KEPT_MAX, FETCH_RETRY_MS, TIMESTAMP_TOLERANCE_MS, VALUES_KEPT_MAX } from "../limits.ts";
import type { Logger } from "../logging.ts";
import { decodeProposalValue, type ProposalValue } from "../wire/proposal-value.ts";
import type { Bodies } from "./bodies.ts";

export interface ProposalsDeps {
  readonly chain: Chain;
  readonly bodies: Bodies;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A fresh proposal is judged by its time and its proposer, one that was prepared before isn't (DESIGN §5). */
export interface Freshness {
  readonly round: number;
  /** consensus key of the round's proposer */
  readonly proposer: Uint8Array;
}

/** "refused": it is itself at fault, or no longer of interest; "threw": executing it did, which is our own mistake. */
export type NoBlock = "refused" | "threw";

/** A proposal whose roots don't come out here. */
export interface DifferingBlock {
  readonly proposal: ProposalValue;
  readonly block: ExecutedBlock;
}

/**
 * Proposals of the height above the head: their values, and what executing them gave. A voter executes a block before
 * it prepares it; what was executed is kept and committed as is when it is decided.
 */
export class Proposals {
  readonly #deps: ProposalsDeps;
  readonly #values = new Map<string, Uint8Array>();
  readonly #executed = new Map<string, ExecutedBlock>();
  readonly #differing = new Map<string, DifferingBlock>();
  readonly #running = new Map<string, Promise<ExecutedBlock | undefined>>();
  /** own clock, ms UTC, when a header first arrived */
  readonly #arrivals = new Map<string, number>();
  /** own clock minus the timestamp of the last fresh proposal when it arrived, ms, by consensus key of its proposer */
  readonly #skews = new Map<string, number>();

  constructor(deps: ProposalsDeps) {
    this.#deps = deps;
  }

  /** A value was heard of: remembers when, and what, for those who ask for it by hash. */
  heard(hash: Uint8Array, value: Uint8Array): void {
    const key = hex(hash);
    if (!this.#arrivals.has(key)) keep(this.#arrivals, key, this.#deps.clock.now(), VALUES_KEPT_MAX * 4);
    keep(this.#values, key, value, VALUES_KEPT_MAX);
  }

  built(block: ExecutedBlock, value: Uint8Array): void {
    const key = hex(block.hash);
    keep(this.#executed, key, block, EXECUTED_KEPT_MAX);
    keep(this.#values, key, value, VALUES_KEPT_MAX);
  }

  value(hash: Uint8Array): Uint8Array | undefined {
    return this.#values.get(hex(hash));
  }

  executed(hash: Uint8Array): ExecutedBlock | undefined {
    return this.#executed.get(hex(hash));
  }

  /** What was between a validator's clock and this one when its last fresh proposal arrived, its way included; ms. */
  skewOf(consensusKey: Uint8Array): number | undefined {
    return this.#skews.get(hex(consensusKey));
  }

  /** What executing gave for the header of this hash, where it is another block with the same transactions. */
  differing(hash: Uint8Array): DifferingBlock | undefined {
    return this.#differing.get(hex(hash));
  }

  /** The head moved: nothing of the old height is of use. */
  clear(): void {
    this.#values.clear();
    this.#executed.clear();
    this.#differing.clear();
    this.#running.clear();
    this.#arrivals.clear();
  }

  /**
   * Judges a value: executed on the head, header bytes equal. What keeps this node from judging says nothing about
   * the value: while it may pass it is tried again, and what doesn't pass is thrown.
   *
   * @param sources peers to get missing transactions from, best first
   * @param fresh null for a value that a prepared certificate justifies, or that is decided
   * @throws StorageError
   */
  async validate(
    hash: Uint8Array,
    value: Uint8Array,
    sources: () => readonly string[],
    fresh: Freshness | null,
  ): Promise<ExecutedBlock | NoBlock> {
    const { height } = this.#deps.chain.head;
    try {
      const proposal = decodeProposalValue(value);
      const header = this.#checkHeader(hash, proposal);
      if (fresh !== null) this.#checkFresh(hash, header, fresh);
      const key = hex(hash);
      const known = this.#executed.get(key);
      if (known !== undefined) return known;
      let running = this.#running.get(key);
      if (running === undefined) {
        running = this.#execute(proposal, header, sources, height);
        this.#running.set(key, running);
        const forget = () => this.#running.delete(key);
        running.then(forget, forget);
      }
      const block = await running;
      if (block === undefined) return "refused";
      if (this.#deps.chain.head.height === height) this.built(block, value);
      return block;
    } catch (error) {
      if (error instanceof Superseded) return "refused";
      if (error instanceof ExecutionAssertion) {
        // One transaction of somebody's proposal is no reason for a node to end (DESIGN §5).
        const txId = error.txId === undefined ? undefined : hex(error.txId);
        const facts = { hash: hex(hash), height: height + 1, txId, error: error.message };
        this.#deps.logger.error(facts, "execution of a proposal threw");
        return "threw";
      }
      if (!isOwnFault(error)) throw error;
      const { code, path, values } = error;
      this.#deps.logger.warn({ hash: hex(hash), height: height + 1, code, path, values }, "proposal refused");
      return "refused";
    }
  }

  /** @throws JzError */
  #checkHeader(hash: Uint8Array, { headerBytes }: ProposalValue): Header {
    const { chain } = this.#deps;
    if (!equalBytes(headerHash(headerBytes), hash)) throw new BlockInvalid("block.hash");
    const header = decodeHeader(headerBytes);
    const { head } = chain;
    if (header.height !== head.height + 1) throw new Superseded(header.height);
    if (!equalBytes(header.parentHash, head.hash)) throw new BlockInvalid("block.parent");
    if (header.timestamp <= head.header.timestamp) throw new BlockInvalid("block.timestamp");
    if (!chain.validators.some(({ consensusKey }) => equalBytes(consensusKey, header.proposer))) {
      throw new BlockInvalid("block.proposer");
    }
    return header;
  }

  /** @throws BlockInvalid */
  #checkFresh(hash: Uint8Array, header: Header, { round, proposer }: Freshness): void {
    const { chain, clock } = this.#deps;
    if (!equalBytes(header.proposer, proposer)) throw new BlockInvalid("block.proposer");
    const arrived = this.#arrivals.get(hex(hash)) ?? clock.now();
    const ahead = header.timestamp - arrived;
    keep(this.#skews, hex(proposer), -ahead, chain.validators.length);
    const slack = TIMESTAMP_TOLERANCE_MS + roundTimeOut(chain.params.roundTimeout, round);
    if (ahead > TIMESTAMP_TOLERANCE_MS) throw new BlockInvalid("block.timestamp_ahead", "", { ahead });
    if (-ahead > slack) throw new BlockInvalid("block.timestamp_behind", "", { behind: -ahead });
  }

  async #execute(
    proposal: ProposalValue,
    header: Header,
    sources: () => readonly string[],
    height: number,
  ): Promise<ExecutedBlock | undefined> {
    const { chain, clock, logger } = this.#deps;
    const isWanted = () => chain.head.height === height;
    for (;;) {
      const txs = await this.#collect(proposal, sources());
      if (!isWanted()) return undefined;
      if (txs !== undefined) {
        let bytes = 0;
        for (const { tx } of txs) bytes += tx.body.length + tx.signature.length;
        if (bytes > chain.params.blockBytes) throw new BlockInvalid("block.too_long", "", { bytes });
        const { timestamp, proposer } = header;
        const block = await chain.execute({ timestamp, proposer, txs, isWanted });
        if (!equalBytes(block.headerBytes, proposal.headerBytes)) {
          // The transactions are the header's own when their root is: then it is certain who has computed what.
          if (equalBytes(block.header.txRoot, header.txRoot)) {
            keep(
              this.#differing,
              hex(headerHash(proposal.headerBytes)),
              { proposal, block },
              EXECUTED_KEPT_MAX,
            );
          }
          throw new BlockInvalid("block.roots", differingFields(block.header, header).join(" "));
        }
        return block;
      }
      logger.debug({ height: height + 1 }, "a proposal's transactions aren't all to be had yet");
      await new Promise<void>((resolve) => clock.setTimeout(FETCH_RETRY_MS, resolve));
    }
  }

  /** undefined: not all are to be had now, or there is too much to do. */
  async #collect({ ids }: ProposalValue, sources: readonly string[]): Promise<ExecutableTx[] | undefined> {
    try {
      return await this.#deps.bodies.collect(ids, sources);
    } catch (error) {
      if (!(error instanceof JzError) || !/^(overloaded$|attachment\.)/.test(error.code)) throw error;
      this.#deps.logger.warn({ code: error.code, values: error.values }, "a proposal can't be judged now");
      return undefined;
    }
  }
}

/** Whatever node judges the value finds this. */
function isOwnFault(error: unknown): error is JzError {
  if (error instanceof BlockInvalid || error instanceof StructError || error instanceof CodecError)
    return true;
  return error instanceof JzError && error.code === "frame.invalid";
}

/** The newest `most`, by insertion. */
function keep<V>(map: Map<string, V>, key: string, value: V, most: number): void {
  map.delete(key);
  map.set(key, value);
  if (map.size > most) map.delete(map.keys().next().value!);
}
