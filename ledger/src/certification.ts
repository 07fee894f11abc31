// All of the ledger that consensus may see (DESIGN §2): bytes, crypto, and who certifies what with which signatures.
// Blocks, transactions and domain modules are opaque to it.
export {
  type Certificate,
  certificateStruct,
  checkCertificateForm,
  decodeCertificate,
  encodeCertificate,
  type Seal,
  sealMessage,
  verifyCertificate,
} from "./block/certificate.ts";
export {
  contradiction,
  type Evidence,
} from "./block/evidence.ts";
export {
  faulty,
  proposerIndex,
  quorum,
  sortValidators,
  type Validator,
  type ValidatorSet,
  validatorIndex,
} from "./block/validators.ts";
export {
  decodeRoundChange,
  decodeVote,
  encodeRoundChange,
  encodeVote,
  PHASE,
  type RoundChange,
  type Vote,
  type VotePhase,
} from "./block/vote.ts";
export * from "./bytes/index.ts";
export * from "./crypto/index.ts";
export { JzError } from "./errors.ts";
export { VALIDATORS_MAX } from "./limits.ts";
