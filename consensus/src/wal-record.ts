import type { Justification, SignedVote } from "./messages.ts";

/**
 * What the host writes to its WAL, in order, for one height (DESIGN §6). All but `signature` are written and synced
 * before the payload is signed; `bodyOf` says of which block the host adds the full body. A `signature` record is
 * appended after signing without waiting for the disk: the next record's sync carries it, and if the last one is lost
 * the signer gives the same signature again.
 */
export type WalRecord =
  | {
      readonly kind: "proposal";
      readonly payload: Uint8Array;
      readonly value: Uint8Array;
      readonly justification: Justification;
    }
  | { readonly kind: "prepare"; readonly payload: Uint8Array }
  | {
      readonly kind: "commit";
      readonly payload: Uint8Array;
      readonly value: Uint8Array;
      /** the prepared certificate */
      readonly prepares: readonly SignedVote[];
    }
  | { readonly kind: "roundChange"; readonly payload: Uint8Array; readonly prepares: readonly SignedVote[] }
  | { readonly kind: "signature"; readonly payload: Uint8Array; readonly signature: Uint8Array };
