import type { Output } from "@jingzhun/consensus";
import {
  type Certificate,
  checkCertificateForm,
  decodeHeader,
  equalBytes,
  headerHash,
  sealMessage,
} from "@jingzhun/ledger";
import type { Chain, ExecutedBlock } from "../chain/chain.ts";
import type { Clock } from "../clock.ts";
import type { Divergence } from "../divergence.ts";
import { RESEND_INTERVAL_MS } from "../limits.ts";
import type { Logger } from "../logging.ts";
import type { SignaturePool } from "../signatures/index.ts";
import type { OwnKey } from "./own-key.ts";
import type { Proposals } from "./proposals.ts";

export interface DecisionsDeps {
  readonly chain: Chain;
  readonly proposals: Proposals;
  readonly signatures: SignaturePool;
  readonly ownKey: OwnKey;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Peers to get what is missing from, best first. */
  readonly sources: () => readonly string[];
  /** Blocks up to `height` are decided somewhere; `peer` has them. */
  readonly onBehind: (height: number, peer: string | undefined) => void;
  readonly onDivergence: (divergence: Divergence) => void;
  readonly onFatal: (error: unknown) => void;
}

/** From "decided" to a durable block: what was executed here is committed, what wasn't is executed, or fetched. */
export class Decisions {
  readonly #deps: DecisionsDeps;
  /** The height whose block is decided and being made durable. */
  #committing = 0;

  constructor(deps: DecisionsDeps) {
    this.#deps = deps;
  }

  /** The state machine has seen a quorum of COMMITs. */
  async decided({
    height,
    round,
    hash,
    value,
    certificate,
  }: Extract<Output, { type: "decided" }>): Promise<void> {
    const { proposals, logger } = this.#deps;
    this.#committing = height;
    logger.debug({ height, round }, "decided");
    const block =
      proposals.executed(hash) ?? (value === null ? undefined : await this.#execute(height, hash, value));
    await this.#settle(height, hash, certificate, block);
  }

  /** Someone says that a block is final; nothing of it is verified. */
  async heard(headerBytes: Uint8Array, certificate: Certificate, from: string): Promise<void> {
    const { chain, proposals, ownKey, signatures, logger, onBehind } = this.#deps;
    try {
      const { height, timestamp } = decodeHeader(headerBytes);
      if (height <= chain.head.height || height === this.#committing) return;
      if (height > chain.head.height + 1) return onBehind(height, from);
      const set = chain.validators;
      const hash = headerHash(headerBytes);
      if (!equalBytes(hash, certificate.blockHash) || certificate.height !== height) return;
      if (certificate.epoch !== chain.epoch) return;
      checkCertificateForm(certificate, set);
      const message = sealMessage(certificate, chain.chainId);
      const items = certificate.seals.map(({ signer, signature }) => ({
        publicKey: set[signer]!.consensusKey,
        message,
        signature,
      }));
      const valid = await signatures.verify(items, "vote");
      if (!valid.every(Boolean) || chain.head.height >= height) return;
      ownKey.certified(certificate, set, timestamp);
      await this.#settle(height, hash, certificate, proposals.executed(hash), from);
    } catch (error) {
      logger.warn({ from, error: String(error) }, "a peer answered with a certificate that doesn't hold");
    }
  }

  /** undefined: this copy doesn't come out, which says nothing about the block. */
  async #execute(height: number, hash: Uint8Array, value: Uint8Array): Promise<ExecutedBlock | undefined> {
    const { clock, proposals, sources, onBehind } = this.#deps;
    // Garbled ids are nowhere to be had: the block itself is asked for meanwhile, and whoever comes first commits.
    const cancel = clock.setTimeout(RESEND_INTERVAL_MS, () => onBehind(height, undefined));
    try {
      const judged = await proposals.validate(hash, value, sources, null);
      return typeof judged === "string" ? undefined : judged;
    } finally {
      cancel();
    }
  }

  async #settle(
    height: number,
    hash: Uint8Array,
    certificate: Certificate,
    block: ExecutedBlock | undefined,
    from?: string,
  ): Promise<void> {
    if (block !== undefined) return this.#commit(block, certificate);
    const differing = this.#deps.proposals.differing(hash);
    if (differing !== undefined) {
      const { headerBytes, ids: txIds } = differing.proposal;
      this.#deps.onDivergence({ headerBytes, certificate, txIds, own: differing.block, failure: undefined });
      return;
    }
    // A copy that didn't come out may be garbled. Sync gets the block itself, and finds out if it is we who differ.
    this.#deps.onBehind(height, from);
  }

  async #commit(block: ExecutedBlock, certificate: Certificate): Promise<void> {
    const { chain, logger, onFatal } = this.#deps;
    try {
      await chain.commit(block, certificate);
      logger.debug({ height: block.header.height, txs: block.txs.length }, "committed");
    } catch (error) {
      onFatal(error);
    }
  }
}
