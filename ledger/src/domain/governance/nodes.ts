import { sortValidators, type Validator, validatorIndex } from "../../block/validators.ts";
import { equalBytes } from "../../bytes/order.ts";
import { hex } from "../../bytes/text.ts";
import { keyId } from "../../crypto/index.ts";
import { addKey } from "../access/keys.ts";
import { keyRecord } from "../access/schema.ts";
import type { ActionContext, WriteContext } from "../context.ts";
import { CANDIDATES_MAX, OBSERVERS_MAX } from "./limits.ts";
import { requireGoverned } from "./organisations.ts";
import { activationMs } from "./parameters.ts";
import { candidatesOf, observersOf, putCandidates, putObservers, without } from "./peers.ts";
import type { Candidate, Change } from "./schema.ts";
import { setFacts } from "./set-facts.ts";
import { checkSet, putSet, validatorFacts, validatorsOf } from "./validator-set.ts";

type Of<Name extends keyof Change> = NonNullable<Change[Name]>;

/** The set with the newcomer, and without the one whose place it takes. */
function withCandidate(
  set: readonly Validator[],
  { organisation, consensusKey, networkKey, addresses, replaces }: Of<"addValidator">,
) {
  const kept = set.filter((each) => replaces === undefined || !equalBytes(each.consensusKey, replaces));
  return sortValidators([...kept, { organisation, consensusKey, networkKey, addresses }]);
}

/** A network key serves one node: unknown, or that of the organisation's observer or of the replaced validator. */
function takeNetworkKey(ctx: ActionContext, publicKey: Uint8Array, organisation: string, path: string): void {
  const known = ctx.get(keyRecord, { key: hex(keyId(publicKey)) });
  if (known === undefined) addKey(ctx, { publicKey, kind: "network", organisation });
  else if (known.kind !== "network" || known.organisation !== organisation || known.status !== "active") {
    ctx.refuse("key.in_use", `${path}.networkKey`);
  }
}

function requireActive(ctx: ActionContext, organisation: string, path: string): void {
  const { status } = requireGoverned(ctx, organisation, path);
  ctx.check(status === "active", "organisation.not_active", `${path}.organisation`, { organisation });
}

/** Makes the newcomer a candidate, that may connect, fetch and activate. */
export function addValidator(ctx: ActionContext, change: Of<"addValidator">, proposalId: string): Candidate {
  const path = "addValidator";
  const { organisation, consensusKey, networkKey, replaces } = change;
  requireActive(ctx, organisation, path);
  const set = validatorsOf(ctx);
  const replaced = replaces === undefined ? undefined : set[validatorIndex(set, replaces)];
  if (replaces !== undefined && replaced?.organisation !== organisation) {
    ctx.refuse("governance.not_replaceable", `${path}.replaces`, { organisation });
  }
  addKey(ctx, { publicKey: consensusKey, kind: "consensus", organisation });
  takeNetworkKey(ctx, networkKey, organisation, path);
  const candidates = candidatesOf(ctx);
  ctx.check(candidates.length < CANDIDATES_MAX, "governance.too_many_nodes", path, { max: CANDIDATES_MAX });
  const taken = [...set.filter((each) => each !== replaced), ...candidates];
  const isFree = !taken.some((each) => equalBytes(each.networkKey, networkKey));
  if (!isFree) ctx.refuse("key.in_use", `${path}.networkKey`);
  checkSet(ctx, set, withCandidate(set, change), path);
  const candidate = { ...change, proposalId, activateBy: ctx.time + activationMs(ctx) };
  putCandidates(ctx, [...candidates, candidate]);
  return candidate;
}

/** The candidate becomes a validator, from the next block. */
export function admit(ctx: ActionContext, candidate: Candidate): void {
  const set = validatorsOf(ctx);
  const { replaces, networkKey, proposalId } = candidate;
  const next = withCandidate(set, candidate);
  checkSet(ctx, set, next, "");
  putSet(ctx, next, "");
  putCandidates(
    ctx,
    candidatesOf(ctx).filter((each) => each.proposalId !== proposalId),
  );
  const observers = observersOf(ctx);
  const others = without(observers, networkKey);
  if (others.length < observers.length) putObservers(ctx, others);
  if (replaces !== undefined) revoke(ctx, replaces);
  ctx.emit("governance.validatorAdded", {
    ...validatorFacts(candidate),
    ...setFacts(next.length),
    height: ctx.height + 1,
    replaces,
  });
}

/** An approval that nobody used in time. */
export function dismiss(ctx: WriteContext, candidate: Candidate): void {
  const others = candidatesOf(ctx).filter((each) => each.proposalId !== candidate.proposalId);
  putCandidates(ctx, others);
  revoke(ctx, candidate.consensusKey);
}

export function removeValidator(
  ctx: ActionContext,
  { consensusKey }: Of<"removeValidator">,
  isFinal: boolean,
) {
  const path = "removeValidator";
  const set = validatorsOf(ctx);
  const gone = set[validatorIndex(set, consensusKey)];
  if (gone === undefined) ctx.refuse("governance.no_validator", `${path}.consensusKey`);
  const next = set.filter((each) => each !== gone);
  checkSet(ctx, set, next, path);
  // Who proposes needn't wait for the last change to be ten heights past, who decides must.
  if (!isFinal) return;
  putSet(ctx, next, path);
  revoke(ctx, consensusKey);
  ctx.emit("governance.validatorRemoved", {
    ...validatorFacts(gone),
    ...setFacts(next.length),
    height: ctx.height + 1,
  });
}

export function addObserver(ctx: ActionContext, observer: Of<"addObserver">): void {
  const path = "addObserver";
  const { organisation, networkKey, entitled } = observer;
  requireActive(ctx, organisation, path);
  takeNetworkKey(ctx, networkKey, organisation, path);
  const isNode = [...validatorsOf(ctx), ...candidatesOf(ctx)].some((each) =>
    equalBytes(each.networkKey, networkKey),
  );
  if (isNode) ctx.refuse("key.in_use", `${path}.networkKey`);
  // The same key again gives it other addresses or another right.
  const others = without(observersOf(ctx), networkKey);
  ctx.check(others.length < OBSERVERS_MAX, "governance.too_many_nodes", path, { max: OBSERVERS_MAX });
  putObservers(ctx, [...others, observer]);
  ctx.emit("governance.observerAdded", { organisation, networkKey, entitled });
}

export function removeObserver(ctx: ActionContext, { networkKey }: Of<"removeObserver">): void {
  const observers = observersOf(ctx);
  const gone = observers.find((each) => equalBytes(each.networkKey, networkKey));
  if (gone === undefined) ctx.refuse("governance.no_observer", "removeObserver.networkKey");
  putObservers(ctx, without(observers, networkKey));
  ctx.emit("governance.observerRemoved", { organisation: gone.organisation, networkKey });
}

function revoke(ctx: WriteContext, publicKey: Uint8Array): void {
  const parts = { key: hex(keyId(publicKey)) };
  const key = ctx.get(keyRecord, parts);
  if (key !== undefined) ctx.put(keyRecord, parts, { ...key, status: "revoked" });
}
