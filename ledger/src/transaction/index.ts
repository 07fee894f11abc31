export {
  type Attachment,
  type AttachmentClass,
  type AttachmentRef,
  attachmentId,
  attachmentRefs,
  decodeAttachment,
  encodeAttachment,
  matchAttachments,
} from "./attachment.ts";
export { type Action, decodeTxBody, encodeTxBody, type TxBody, txId } from "./body.ts";
export {
  decodeEndorsement,
  type Endorsement,
  encodeEndorsement,
  endorsementId,
  endorsementStruct,
  signEndorsement,
  verifyEndorsement,
} from "./endorsement.ts";
export {
  type BlockEvent,
  decodeEvent,
  decodeOutcome,
  encodeEvent,
  encodeOutcome,
  eventLeaf,
  eventRoot,
  type Outcome,
  outcomeLeaf,
  txRoot,
} from "./outcome.ts";
export {
  decodeSignedStored,
  decodeStored,
  encodeSignedStored,
  encodeStored,
  type SignedStored,
  type Stored,
  signStored,
  verifyStored,
} from "./stored.ts";
export { domainOf } from "./system.ts";
export {
  decodeSignedTx,
  decodeTx,
  encodeSignedTx,
  encodeTx,
  type SignedTx,
  signTx,
  type Tx,
  txStruct,
  verifyTx,
} from "./tx.ts";
