import { type Message, placeOf, type Qbft } from "@jingzhun/consensus";

/** The private fields of consensus, as `loadMachine` lets them be read. */
interface Opened {
  readonly $late: { readonly heard: Set<string> };
  readonly $height: OpenedHeight | null;
}

interface OpenedHeight {
  readonly round: number;
  $accepted: unknown;
  readonly $ballots: {
    readonly roundChanges: (Message | undefined)[];
    readonly votes: Map<number, { [type: string]: Message }>[];
  };
  readonly $accusations: Set<string>;
  readonly $values: { readonly $valid: Map<string, unknown>; $candidates: unknown[] };
  readonly $own: { readonly $latest: { [type: string]: { readonly message: Message } | undefined } };
}

/** Whom it has accused: that keeps it from judging what it would drop all the same. */
export function forgetAccusations(qbft: Qbft): void {
  (qbft as unknown as Opened).$height?.$accusations.clear();
}

/**
 * Takes from a node at rest what it can be told again, or has no use for:
 *
 * - what others said. It is on the wire still, and is delivered again with what makes it count;
 * - which values are valid: its host finds them so again;
 * - its own messages of rounds that it has left, COMMITs aside: nobody counts them any more, and they were sent;
 * - everything of rounds below `floor`, in which nobody acts any more.
 *
 * @param qbft a copy that nobody else holds
 */
export function forget(qbft: Qbft, self: number, floor: number): void {
  const { $late, $height } = qbft as unknown as Opened;
  $late.heard.clear();
  if ($height === null) return;
  const { round, $ballots, $accusations, $values, $own } = $height;
  $accusations.clear();
  $values.$valid.clear();
  $values.$candidates = [];
  const left = Math.max(round, floor);
  if (round < floor) $height.$accepted = null;
  for (const [signer, asked] of $ballots.roundChanges.entries())
    if (asked !== undefined && (signer !== self || placeOf(asked).round < left))
      $ballots.roundChanges[signer] = undefined;
  for (const [signer, rounds] of $ballots.votes.entries()) {
    if (signer !== self) rounds.clear();
    for (const [of, slot] of rounds) {
      if (of >= left) continue;
      delete slot["proposal"];
      delete slot["prepare"];
      if (of < floor || slot["commit"] === undefined) rounds.delete(of);
    }
  }
  for (const [type, own] of Object.entries($own.$latest))
    if (own !== undefined && placeOf(own.message).round < left) delete $own.$latest[type];
}
