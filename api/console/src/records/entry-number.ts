/** The number of an entry of a household's, as addresses have it: decimal digits alone (`1e3` and `007` are none). */
export function entryNumber(text: string): number | undefined {
  return /^[1-9]\d{0,5}$/.test(text) ? Number(text) : undefined;
}
