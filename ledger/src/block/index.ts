export {
  type Certificate,
  certificateStruct,
  checkCertificateForm,
  decodeCertificate,
  encodeCertificate,
  type Seal,
  sealMessage,
  verifyCertificate,
} from "./certificate.ts";
export {
  contradiction,
  decodeEvidence,
  EVIDENCE_TYPES,
  type Evidence,
  type EvidenceType,
  encodeEvidence,
  evidenceId,
  evidenceStruct,
  type SignedPayload,
  verifyEvidence,
} from "./evidence.ts";
export { verifyFinality } from "./finality.ts";
export {
  chainIdOf,
  decodeGenesis,
  encodeGenesis,
  type Genesis,
  type GenesisOrganisation,
  genesisHash,
} from "./genesis.ts";
export { decodeHeader, encodeHeader, type Header, headerHash } from "./header.ts";
export {
  checkParams,
  decodeParams,
  defaultParams,
  encodeParams,
  type Params,
  paramsHash,
  paramsSchema,
  transactionCost,
} from "./params.ts";
export {
  decodeValidators,
  encodeValidators,
  faulty,
  organisationId,
  proposerIndex,
  quorum,
  sortValidators,
  type Validator,
  type ValidatorSet,
  validatorIndex,
  validatorsHash,
  validatorsStruct,
} from "./validators.ts";
export {
  decodeRoundChange,
  decodeVote,
  encodeRoundChange,
  encodeVote,
  PHASE,
  type RoundChange,
  type Vote,
  type VotePhase,
} from "./vote.ts";
