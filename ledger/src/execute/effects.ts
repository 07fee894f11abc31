import { type BlockEvent, encodeEvent } from "../transaction/outcome.ts";
import { entriesOf, type Place } from "./entries.ts";
import type { Count, Unit } from "./overlay.ts";
import type { NewEntry } from "./state.ts";

/** What a unit adds to its block, in final bytes, so that nothing can fail once it is taken over. */
export interface Effects {
  readonly entries: NewEntry[];
  readonly events: BlockEvent[];
  readonly eventBytes: Uint8Array[];
  readonly counts: readonly Count[];
}

/** Throws what `entriesOf` throws, and CodecError or StructError on an event that can't be encoded. */
export function effectsOf(unit: Unit, place: Place): Effects {
  const entries = entriesOf(unit, place);
  const events = unit.events.map(({ type, data }) => ({ txIndex: place.txIndex, type, data }));
  return { entries, events, eventBytes: events.map(encodeEvent), counts: unit.counts };
}
