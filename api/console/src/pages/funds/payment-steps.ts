/** A version of a payment's record, as its history tells it. */
export interface PaymentVersion {
  readonly version: number;
  readonly height: number;
  readonly time: number;
  readonly txId?: string | undefined;
  readonly by?:
    | { readonly operator?: string | undefined; readonly organisation?: string | undefined }
    | undefined;
  readonly reason?: string | undefined;
  readonly changed: readonly { readonly field: string; readonly to: unknown }[];
}

export type StepKind =
  | "applied"
  | "approval"
  | "approved"
  | "rejected"
  | "paid"
  | "bank"
  | "household"
  | "other";

export interface PaymentStep extends Omit<PaymentVersion, "changed"> {
  readonly kind: StepKind;
}

/** What each version of a payment was, the first step first. */
export function stepsOf(versions: readonly PaymentVersion[]): PaymentStep[] {
  return [...versions]
    .sort((a, b) => a.version - b.version)
    .map(({ changed, ...version }) => ({ ...version, kind: kindOf(changed) }));
}

function kindOf(changed: PaymentVersion["changed"]): StepKind {
  const changes = (name: string) =>
    changed.some(({ field }) => field === name || field.startsWith(`${name}.`));
  // Which side confirmed says more than the state, which the second confirmation doesn't change.
  if (changes("bankConfirmed")) return "bank";
  if (changes("householdConfirmed")) return "household";
  const state = changed.find(({ field }) => field === "state")?.to;
  if (state === "applied" || state === "approved" || state === "rejected" || state === "paid") return state;
  return changes("approvals") ? "approval" : "other";
}
