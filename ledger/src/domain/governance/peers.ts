import { equalBytes } from "../../bytes/order.ts";
import type { ReadContext, WriteContext } from "../context.ts";
import { type Candidate, candidatesRecord, type Observer, observersRecord } from "./schema.ts";

export function observersOf(ctx: ReadContext): readonly Observer[] {
  return ctx.get(observersRecord, {})?.observers ?? [];
}

export function putObservers(ctx: WriteContext, observers: readonly Observer[]): void {
  ctx.put(observersRecord, {}, { observers: [...observers] });
}

export function candidatesOf(ctx: ReadContext): readonly Candidate[] {
  return ctx.get(candidatesRecord, {})?.candidates ?? [];
}

export function putCandidates(ctx: WriteContext, candidates: readonly Candidate[]): void {
  ctx.put(candidatesRecord, {}, { candidates: [...candidates] });
}

export function without<T extends { readonly networkKey: Uint8Array }>(
  list: readonly T[],
  networkKey: Uint8Array,
): T[] {
  return list.filter((each) => !equalBytes(each.networkKey, networkKey));
}
