import {
  attachmentRefs,
  BlockInvalid,
  type Certificate,
  decodedValue,
  decodeHeader,
  decodeTxBody,
  domainOf,
  type ExecutableTx,
  ExecutionAssertion,
  equalBytes,
  faulty,
  type Header,
  hex,
  JzError,
  type Key,
  signatureInput,
  suite,
  type Tx,
  txId,
  type ValidatorSet,
  validatorsHash,
} from "@jingzhun/ledger";
import type { AttachmentExchange } from "../attachment-exchange/attachment-exchange.ts";
import type { Chain, ExecutedBlock } from "../chain/chain.ts";
import type { Divergence } from "../divergence.ts";
import { joined } from "../mempool/mempool.ts";
import type { SignatureItem, SignaturePool } from "../signatures/index.ts";
import { idKey } from "../wire/id-key.ts";
import type { WireBlock } from "../wire/sync-frames.ts";
import { sealItems } from "./sealed.ts";

export interface BlockIntakeDeps {
  readonly chain: Chain;
  readonly exchange: AttachmentExchange;
  readonly signatures: SignaturePool;
  /** A certificate of this set whose signatures hold; `timestamp` is the block's, ms UTC. */
  readonly onCertified: (certificate: Certificate, set: ValidatorSet, timestamp: number) => void;
}

/** The certified block isn't the one that executing gives: nothing is committed on such a state. */
export class Diverged extends JzError {
  readonly divergence: Divergence;

  constructor(divergence: Divergence) {
    super("sync.diverged", "", { hash: hex(divergence.certificate.blockHash) });
    this.divergence = divergence;
  }
}

/**
 * Judges blocks that a peer sent, and commits those that hold: certificate before execution, execution before commit.
 * What it throws as JzError is the peer's fault, but for `Diverged` and the failures of this node's own parts.
 */
export class BlockIntake {
  readonly #deps: BlockIntakeDeps;
  /** Blocks whose certificate holds. */
  readonly #certified = new WeakSet<WireBlock>();
  /** Which transactions each validator gave for the certified block above the head, where it doesn't come out here. */
  #disputed = { block: "", given: new Map<string, string>() };

  constructor(deps: BlockIntakeDeps) {
    this.#deps = deps;
  }

  /**
   * The blocks follow one another and quorums of the present set have sealed them. A block whose set is another is
   * left to be checked when the block before it is executed and its set is known.
   *
   * @throws JzError `sync.order`, `sync.mismatch`, `sync.certificate`, `certificate.…`
   */
  async checkCertificates(blocks: readonly WireBlock[], first: number): Promise<void> {
    const set = this.#deps.chain.validators;
    const current = validatorsHash(set);
    const items: SignatureItem[] = [];
    const timestamps: number[] = [];
    for (let i = 0; i < blocks.length; i++) {
      const header = decodeHeader(blocks[i]!.headerBytes);
      if (header.height !== first + i) throw new JzError("sync.order", "", { height: header.height });
      if (!equalBytes(header.validatorsHash, current)) break;
      items.push(...sealItems(blocks[i]!, header, set, this.#deps.chain.chainId));
      timestamps.push(header.timestamp);
    }
    await this.#verify(items, "sync.certificate");
    for (const [i, timestamp] of timestamps.entries()) {
      this.#certified.add(blocks[i]!);
      this.#deps.onCertified(blocks[i]!.certificate, set, timestamp);
    }
  }

  /**
   * Executes the block above the head and commits it.
   *
   * @throws Diverged; JzError `sync.parent`, `sync.validators`, `sync.transactions` and others
   */
  async apply(block: WireBlock, peer: string): Promise<void> {
    const { chain } = this.#deps;
    const header = decodeHeader(block.headerBytes);
    const { timestamp, proposer, height } = header;
    if (!equalBytes(header.parentHash, chain.head.hash)) throw new JzError("sync.parent", "", { height });
    await this.#requireCertificate(block, header);
    const txs = await this.#transactions(block.txs, peer);
    let executed: ExecutedBlock | undefined;
    let failure: unknown;
    try {
      executed = await chain.execute({ timestamp, proposer, txs });
    } catch (error) {
      // Consensus, or another answer, may have brought the block meanwhile.
      if (chain.head.height >= height) return;
      if (!isOutcomeOfContents(error)) throw error;
      failure = error;
    }
    if (executed !== undefined && equalBytes(executed.headerBytes, block.headerBytes)) {
      await chain.commit(executed, block.certificate);
      return;
    }
    const txIds = txs.map(({ id }) => id);
    const { headerBytes, certificate } = block;
    const divergence = { headerBytes, certificate, txIds, own: executed, failure };
    // A peer can swap the transactions of a certified header, but not so that their root comes out.
    if (executed !== undefined && equalBytes(executed.header.txRoot, header.txRoot)) {
      throw new Diverged(divergence);
    }
    // The root covers outcomes too. Of f+1 that give the same transactions one is honest: then it is we who differ.
    if (this.#isAgreed(certificate.blockHash, txIds, peer)) throw new Diverged(divergence);
    const reason = failure instanceof JzError ? failure.message : undefined;
    throw new JzError("sync.transactions", "", { height, ...(reason === undefined ? {} : { reason }) });
  }

  #isAgreed(blockHash: Uint8Array, txIds: readonly Uint8Array[], peer: string): boolean {
    const { validators } = this.#deps.chain;
    if (!validators.some(({ networkKey }) => hex(networkKey) === peer)) return false;
    const block = hex(blockHash);
    if (this.#disputed.block !== block) this.#disputed = { block, given: new Map() };
    const contents = hex(suite.hash(Buffer.concat(txIds)));
    const { given } = this.#disputed;
    given.set(peer, contents);
    return [...given.values()].filter((each) => each === contents).length > faulty(validators.length);
  }

  async #requireCertificate(block: WireBlock, header: Header): Promise<void> {
    if (this.#certified.has(block)) return;
    const { chain, onCertified } = this.#deps;
    const set = chain.validators;
    if (!equalBytes(header.validatorsHash, validatorsHash(set))) {
      throw new JzError("sync.validators", "", { height: header.height });
    }
    await this.#verify(sealItems(block, header, set, chain.chainId), "sync.certificate");
    onCertified(block.certificate, set, header.timestamp);
  }

  /** Decoded, signatures checked under the keys of the parent state, attachments here. */
  async #transactions(txs: readonly Tx[], peer: string): Promise<ExecutableTx[]> {
    const { chain, exchange } = this.#deps;
    const bytes = txs.reduce((sum, tx) => sum + tx.body.length + tx.signature.length, 0);
    if (bytes > chain.params.blockBytes) throw new JzError("sync.too_long", "", { bytes });
    const items: SignatureItem[] = [];
    const wanted: Uint8Array[] = [];
    const decoded = txs.map((tx) => {
      const body = decodeTxBody(tx.body);
      const record = chain.store.get(`key/${hex(body.senderKeyId)}`);
      const registered = decodedValue(record) as Key | undefined;
      if (registered === undefined) throw new JzError("sync.unknown_key");
      const message = signatureInput(domainOf(body), chain.chainId, tx.body);
      items.push({ publicKey: registered.publicKey, message, signature: tx.signature });
      const refs = attachmentRefs(body);
      for (const ref of refs) if (ref.class === "restricted") wanted.push(ref.id);
      return { id: txId(tx.body), tx, body, attachments: refs.map((ref) => idKey(ref.id)) };
    });
    await this.#verify(items, "sync.signature");
    if (wanted.length > 0 && !(await exchange.ensure(wanted, [peer]))) throw new JzError("sync.attachments");
    return decoded.map((tx) => {
      const form = joined(tx, exchange);
      if (form === undefined) throw new JzError("sync.attachments");
      return form;
    });
  }

  async #verify(items: readonly SignatureItem[], code: string): Promise<void> {
    const valid = await this.#deps.signatures.verify(items, "tx");
    if (!valid.every(Boolean)) throw new JzError(code);
  }
}

/** Executing these transactions gives no block: they aren't the block's, or our rules or our code differ. */
function isOutcomeOfContents(error: unknown): boolean {
  if (error instanceof ExecutionAssertion) return true;
  return error instanceof BlockInvalid && error.code !== "block.attachment_missing";
}
