import { createHash } from "node:crypto";

/**
 * DESIGN §8 word by word and without a thought for speed: the witness that the forest is tested against. It
 * shares no code with it, not even the hash function.
 */
export class NaiveForest {
  readonly leaves: Uint8Array[] = [new Uint8Array(32)];
  readonly bits: boolean[] = [false];

  append(leaf: Uint8Array, previous: number): void {
    this.leaves.push(leaf);
    this.bits.push(true);
    if (previous !== 0) this.bits[previous] = false;
  }

  copy(): NaiveForest {
    const copy = new NaiveForest();
    copy.leaves.splice(0, 1, ...this.leaves);
    copy.bits.splice(0, 1, ...this.bits);
    return copy;
  }

  root(): Uint8Array {
    const count = this.leaves.length;
    const twigs: Uint8Array[] = [];
    for (let from = 0; from < count; from += 2048) twigs.push(this.#twig(from));
    while (Math.log2(twigs.length) % 1 !== 0) twigs.push(new Uint8Array(32));
    const domain = Buffer.from("\u0009jz1:state", "latin1");
    const number = Buffer.alloc(8);
    number.writeBigUInt64BE(BigInt(count));
    return sha256(domain, number, treeRoot(twigs));
  }

  #twig(from: number): Uint8Array {
    const slots = Array.from({ length: 2048 }, (_, i) => this.leaves[from + i] ?? new Uint8Array(32));
    const bytes = new Uint8Array(256);
    for (let i = 0; i < 2048; i++) if (this.bits[from + i] === true) bytes[i >> 3]! |= 1 << (i & 7);
    const nodes = Array.from({ length: 8 }, (_, i) => bytes.slice(32 * i, 32 * i + 32));
    return sha256(treeRoot(slots), treeRoot(nodes));
  }
}

function treeRoot(level: Uint8Array[]): Uint8Array {
  let nodes = level;
  while (nodes.length > 1) {
    const above: Uint8Array[] = [];
    for (let i = 0; i < nodes.length; i += 2) above.push(sha256(nodes[i]!, nodes[i + 1]!));
    nodes = above;
  }
  return nodes[0]!;
}

function sha256(...parts: Uint8Array[]): Uint8Array {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
}
