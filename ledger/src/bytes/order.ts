/** Order of byte strings: unsigned, lexicographic, a prefix before what it begins. For `sort`. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const difference = a[i]! - b[i]!;
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** Are the bytes equal? Not constant in time: nothing secret is compared with it. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/**
 * Order of texts by their UTF-8 bytes, which is the order of their code points. JavaScript's own order is
 * that of UTF-16 units and differs where a surrogate meets a unit from U+E000 up.
 */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x === y) continue;
    if (x >= 0xd800 && y >= 0xd800) return aboveSurrogates(x) - aboveSurrogates(y);
    return x - y;
  }
  return a.length - b.length;
}

/** Moves the surrogates (code points from U+10000) above U+E000…U+FFFF, keeping either's own order. */
function aboveSurrogates(unit: number): number {
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}
