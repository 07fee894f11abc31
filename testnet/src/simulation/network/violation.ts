/** What must hold doesn't: the simulation ends and says which seed shows it. */
export class Violation extends Error {
  readonly invariant: string;

  constructor(invariant: string, what: string, options?: ErrorOptions) {
    super(`${invariant}: ${what}`, options);
    this.name = "Violation";
    this.invariant = invariant;
  }
}
