export type { Action, Attachment, Certificate } from "@jingzhun/ledger";
export { action, newId } from "./actions.ts";
export { type BuiltAttachment, restrictedAttachment } from "./attachments.ts";
export type { RouteInput, RouteName } from "./calls.ts";
export {
  Client,
  type ClientOptions,
  createClient,
  type Finality,
  type SubmitOptions,
  type SubmittedTransaction,
} from "./client.ts";
export {
  type Both,
  ClientError,
  ForbiddenError,
  NetworkError,
  NotFoundError,
  OverloadedError,
  RefusedError,
  SignInError,
  UnavailableError,
  VerificationError,
} from "./errors.ts";
export type { ChainEvent } from "./events.ts";
export type { ActionPayloads } from "./generated/actions.ts";
export type { Routes } from "./generated/api.ts";
export { DRAFT_EXPIRES_IN_MS } from "./limits.ts";
export { type OutcomeProof, verifyOutcome } from "./outcome-proof.ts";
export { createSigner, generateSigner, type Signer } from "./signer.ts";
export { type SignedTransaction, signTransaction } from "./signing.ts";
export type { Submitted } from "./submission.ts";
export { type CertifiedHeader, type SetChange, Trust } from "./trust.ts";
export { type ProvedValue, verifyRecord } from "./verified-record.ts";
