export { formRefusals } from "./actions.ts";
export { aggregateSecret } from "./aggregate-secret.ts";
export { BlockExecution, type BlockOptions } from "./block-execution.ts";
export { DueIndex, dueTimeOf } from "./due.ts";
export { BlockInvalid, ExecutionAssertion } from "./errors.ts";
export { type ExecutableTx, executable } from "./executable.ts";
export { decodedValue } from "./frozen.ts";
export { executeGenesis, genesisBlock, genesisSaltOf, modulesInForce } from "./genesis.ts";
export { type SealedBlock, sealHeader } from "./seal-header.ts";
export { type Rehearsal, simulate } from "./simulate.ts";
export {
  type BlockResult,
  type CurrentRecord,
  DUE_TX_INDEX,
  END_TX_INDEX,
  type NewEntry,
  type RecordClass,
  type RejectionDetail,
  type StateView,
} from "./state.ts";
