import { BlockInvalid, type ExecutableTx, ExecutionAssertion, type Tx } from "@jingzhun/ledger";
import type { Chain, ExecutedBlock } from "../chain/chain.ts";
import type { PoolTx } from "../mempool/pool.ts";

export interface BuildLimits {
  /** bytes of bodies and signatures */
  readonly bytes: number;
  /** of `params.blockCost` */
  readonly cost: number;
  /** ms of own execution time */
  readonly ms: number;
}

export interface BuiltBlock {
  readonly block: ExecutedBlock;
  /** keys of its transactions, in order */
  readonly keys: readonly string[];
  /** Their execution threw: our own mistake, which names the transaction. */
  readonly threw: readonly { readonly tx: PoolTx; readonly error: ExecutionAssertion }[];
  /** No block on this chain can hold them. */
  readonly useless: readonly PoolTx[];
}

/** Refusals after which the block is full, whatever comes behind. */
const FULL = new Set(["block.cost"]);
/** Refusals that no later block would take back. */
const USELESS = new Set(["block.replayed", "block.chain_id", "block.unknown_key"]);

/**
 * Fills a block from the pool, in order, as far as the limits go; at least one transaction if any fits at all.
 *
 * @throws Superseded when the head moved on or nobody wants the block
 */
export async function buildBlock(
  chain: Chain,
  candidates: Iterable<PoolTx>,
  executableOf: (tx: PoolTx) => ExecutableTx | undefined,
  options: {
    readonly timestamp: number;
    readonly proposer: Uint8Array;
    readonly limits: BuildLimits;
    readonly isWanted: () => boolean;
  },
): Promise<BuiltBlock> {
  const { limits } = options;
  const slices = chain.slices(options.isWanted);
  const execution = chain.begin(options.timestamp);
  execution.runDue();
  const txs: Tx[] = [];
  const keys: string[] = [];
  const threw: { tx: PoolTx; error: ExecutionAssertion }[] = [];
  const useless: PoolTx[] = [];
  let bytes = 0;
  for (const candidate of candidates) {
    if (slices.isOver) {
      if (slices.ms >= limits.ms) break;
      await slices.next();
    }
    if (txs.length > 0 && (bytes + candidate.bytes > limits.bytes || execution.costUsed >= limits.cost))
      break;
    const tx = executableOf(candidate);
    if (tx === undefined) continue;
    try {
      execution.execute(tx);
    } catch (error) {
      if (error instanceof ExecutionAssertion) threw.push({ tx: candidate, error });
      else if (!(error instanceof BlockInvalid)) throw error;
      else if (FULL.has(error.code)) break;
      else if (USELESS.has(error.code)) useless.push(candidate);
      continue;
    }
    bytes += candidate.bytes;
    txs.push(candidate.tx);
    keys.push(candidate.key);
  }
  await slices.next();
  return { block: chain.seal(execution, options.proposer, txs, slices.ms), keys, threw, useless };
}
