/** Local states of one node that fit: three of them make a number that a double holds exactly. */
const LOCAL_STATES_MAX = 2 ** 17;
const NODES = 3;

/** Global states: the numbers of the nodes' local states and of the past; numbered in the order of being met. */
export class StateSet {
  #keys = new Float64Array(1024);
  #pasts = new Int32Array(1024);
  #parents = new Int32Array(1024);
  /** open addressing; 0: free, else the state's number + 1 */
  #slots = new Int32Array(4096);
  size = 0;

  /** @returns false: it was there */
  add(ids: readonly number[], past: number, parent: number): boolean {
    let key = 0;
    for (const id of ids) {
      if (id >= LOCAL_STATES_MAX) throw new Error(`more than ${LOCAL_STATES_MAX} local states of one node`);
      key = key * LOCAL_STATES_MAX + id;
    }
    const slot = this.#slotOf(key, past);
    if (this.#slots[slot] !== 0) return false;
    if (this.size === this.#keys.length) this.#grow();
    this.#keys[this.size] = key;
    this.#pasts[this.size] = past;
    this.#parents[this.size] = parent;
    this.#slots[slot] = ++this.size;
    if (this.size * 2 > this.#slots.length) this.#rehash();
    return true;
  }

  ids(state: number): number[] {
    const ids: number[] = [];
    let key = this.#keys[state]!;
    for (let i = 0; i < NODES; i++) {
      ids.unshift(key % LOCAL_STATES_MAX);
      key = Math.floor(key / LOCAL_STATES_MAX);
    }
    return ids;
  }

  past(state: number): number {
    return this.#pasts[state]!;
  }

  parent(state: number): number {
    return this.#parents[state]!;
  }

  #slotOf(key: number, past: number): number {
    const mask = this.#slots.length - 1;
    const high = Math.floor(key / 2 ** 32);
    let hash = Math.imul((key % 2 ** 32) | 0, 0x9e37_79b1) ^ Math.imul(high ^ (past << 20), 0x85eb_ca6b);
    hash = Math.imul(hash ^ (hash >>> 15), 0xc2b2_ae35);
    let slot = (hash ^ (hash >>> 13)) & mask;
    for (;;) {
      const state = this.#slots[slot]! - 1;
      if (state < 0 || (this.#keys[state] === key && this.#pasts[state] === past)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #grow(): void {
    const length = this.#keys.length * 2;
    const keys = new Float64Array(length);
    keys.set(this.#keys);
    this.#keys = keys;
    const pasts = new Int32Array(length);
    pasts.set(this.#pasts);
    this.#pasts = pasts;
    const parents = new Int32Array(length);
    parents.set(this.#parents);
    this.#parents = parents;
  }

  #rehash(): void {
    this.#slots = new Int32Array(this.#slots.length * 2);
    for (let state = 0; state < this.size; state++)
      this.#slots[this.#slotOf(this.#keys[state]!, this.#pasts[state]!)] = state + 1;
  }
}
