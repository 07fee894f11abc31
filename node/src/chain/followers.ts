import {
  type candidatesRecord,
  decodedValue,
  type observersRecord,
  type StateView,
  type ValueOf,
} from "@jingzhun/ledger";

/** A node without a vote that the chain knows. */
export interface Follower {
  readonly organisation: string;
  readonly networkKey: Uint8Array;
  readonly addresses: readonly string[];
  /** It may have restricted data, as the validators do (DESIGN §10). */
  readonly entitled: boolean;
}

export const FOLLOWER_RECORDS = {
  observers: "governance/observers",
  candidates: "governance/candidates",
} as const;

/** Observers, and validators that are approved and haven't activated. A node can be both. */
export function followersIn(state: Pick<StateView, "get">): Follower[] {
  const observers = decodedValue(state.get(FOLLOWER_RECORDS.observers)) as
    | ValueOf<typeof observersRecord>
    | undefined;
  const candidates = decodedValue(state.get(FOLLOWER_RECORDS.candidates)) as
    | ValueOf<typeof candidatesRecord>
    | undefined;
  return [
    ...(candidates?.candidates ?? []).map((candidate) => ({ ...candidate, entitled: true })),
    ...(observers?.observers ?? []),
  ];
}
