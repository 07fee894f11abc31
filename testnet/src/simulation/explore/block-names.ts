import { hex, suite, utf8 } from "@jingzhun/ledger/certification";

const names = new Map<string, string>();
const blocks = new Map<string, Block>();

export interface Block {
  readonly value: Uint8Array;
  readonly hash: Uint8Array;
}

/** A block here is its text: the value's bytes say it, the hash is theirs. */
export function block(text: string): Block {
  let made = blocks.get(text);
  if (made === undefined) {
    const value = utf8(text);
    blocks.set(text, (made = { value, hash: suite.hash(value) }));
    names.set(hex(made.hash), text);
  }
  return made;
}

/** The text of the block with this hash. */
export function blockName(hash: Uint8Array | null): string {
  return hash === null ? "nothing" : (names.get(hex(hash)) ?? hex(hash).slice(0, 8));
}

export function isBlock(value: Uint8Array, hash: Uint8Array): boolean {
  return hex(suite.hash(value)) === hex(hash);
}
