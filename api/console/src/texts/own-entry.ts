/** A table's entry by a name that comes from outside (an address, an answer): what every object inherits is none. */
export function ownEntry<T>(table: { readonly [name: string]: T }, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
