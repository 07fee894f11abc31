import { JzError } from "../errors.ts";

/**
 * The domain says no. The transaction is included as `rejected(code, path)` and changes nothing
 * (DESIGN §4). Anything else that an action throws is our own mistake and stops the block.
 */
export class Refusal extends JzError {}

/** The text of a refusal code. `{name}` stands for one of the refusal's values. */
export interface RefusalText {
  readonly zh: string;
  readonly en: string;
  /** What the person can do about it. */
  readonly hint?: { readonly zh: string; readonly en: string };
}

export type RefusalCatalogue = { readonly [code: string]: RefusalText };

/** The outcome's code when the true reason rests on restricted data; outcomes are open (DESIGN §4). */
export const RESTRICTED_REFUSED = "restricted.refused";
