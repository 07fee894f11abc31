/** What the codec can carry: integers within ±(2^53−1), text, bytes, lists and maps with text keys. */
export type Value = null | boolean | number | string | Uint8Array | Value[] | { [key: string]: Value };
