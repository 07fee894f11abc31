import { hex } from "../bytes/text.ts";
import { JzError } from "../errors.ts";

/**
 * The block may not hold this transaction at this place: its proposer leaves it out, a validator doesn't
 * prepare. State is as it was before the transaction.
 *
 * Codes: `block.expired` `block.expiry_window` `block.replayed` `block.unknown_key` `block.chain_id`
 * `block.cost` `block.rejected_cost` `block.rejected_sender`, and `block.attachment_missing`, which says
 * that this node lacks a restricted attachment and can't judge the block before it has fetched it.
 */
export class BlockInvalid extends JzError {}

/**
 * Execution threw something that isn't a refusal: our own mistake, never the sender's. State is as it was
 * before; the host quarantines the transaction named here (DESIGN §5).
 */
export class ExecutionAssertion extends JzError {
  readonly txId: Uint8Array | undefined;

  constructor(height: number, txId: Uint8Array | undefined, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super("execution.assertion", "", { height, reason, ...(txId === undefined ? {} : { txId: hex(txId) }) });
    this.message = `execution.assertion at height ${height}${txId === undefined ? "" : `, transaction ${hex(txId)}`}: ${reason}`;
    this.cause = cause;
    this.txId = txId;
  }
}
