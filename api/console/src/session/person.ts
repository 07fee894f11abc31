/** Whose key this is, as the role picker or the key file told it; what one may do is read from the ledger. */
export interface Person {
  readonly name: string;
  readonly role: string;
  readonly organisation: string;
  readonly division: string;
}
