/**
 * Opaque permanent ids: one capital letter that says what it is, 80 random bits in 16 characters of
 * Crockford's base 32, one check character. The bits come from the sender; nothing is derived from a person.
 */

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const VALUE = new Map([...ALPHABET].map((c, i) => [c, i]));
/** H household, P person, I indicator, A application, R payment run, L payment, S service act, T project, V visit or assignment, C case, G governance proposal. */
export type IdPrefix = "H" | "P" | "I" | "A" | "R" | "L" | "S" | "T" | "V" | "C" | "G";

/** ·α in GF(32) with α⁵ = α² + 1. */
function timesAlpha(x: number): number {
  return x & 16 ? ((x << 1) & 31) ^ 5 : x << 1;
}

/**
 * Σ αⁱ·digitᵢ over GF(32), the prefix's letter as the first digit. α has order 31, so any single wrong
 * character and any two exchanged ones change it.
 */
function checkCharacter(prefix: string, body: string): string {
  let sum = 0;
  for (let i = body.length - 1; i >= 0; i--) sum = timesAlpha(sum ^ VALUE.get(body[i] as string)!);
  return ALPHABET[timesAlpha(sum ^ (prefix.charCodeAt(0) & 31))] as string;
}

/** `random`: 10 bytes from a cryptographic source (never inside the ledger). */
export function newId(prefix: IdPrefix, random: Uint8Array): string {
  if (random.length !== 10) throw new RangeError("an id takes 10 random bytes");
  let body = "";
  let bits = 0;
  let held = 0;
  for (const byte of random) {
    bits = (bits << 8) | byte;
    held += 8;
    while (held >= 5) {
      held -= 5;
      body += ALPHABET[(bits >> held) & 31];
    }
    bits &= (1 << held) - 1;
  }
  return prefix + body + checkCharacter(prefix, body);
}

/** True when the id has this prefix, 17 characters of the alphabet (capital letters only) and the right check. */
export function isId(prefix: IdPrefix, id: string): boolean {
  if (id.length !== 18 || id[0] !== prefix) return false;
  for (let i = 1; i < 18; i++) if (!VALUE.has(id[i] as string)) return false;
  return checkCharacter(prefix, id.slice(1, 17)) === id[17];
}
