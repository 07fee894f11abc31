/** Lasts as long as the page: what one page of the console keeps is there for its next ones, and gone with a reload. */
function memoryStorage(): Storage {
  const items = new Map<string, string>();
  return {
    get length() {
      return items.size;
    },
    key: (at) => [...items.keys()][at] ?? null,
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
    clear: () => items.clear(),
  };
}

const memory = memoryStorage();

/** undefined: forbidden here; then already asking for it throws. */
function allowed(): Storage | undefined {
  try {
    return globalThis.localStorage ?? undefined;
  } catch {
    return undefined;
  }
}

/** This browser's storage; where it is forbidden, one that forgets. Whatever is written to either may still not fit. */
export function browserStorage(): Storage {
  return allowed() ?? memory;
}

/** False: whatever somebody types is gone with the page. */
export function storageKeeps(): boolean {
  return allowed() !== undefined;
}
