import type { Person } from "./person.ts";

/** A key that stays over a reload: the seed under a key of the browser's that no script can read out. */
interface StoredKey {
  wrapping: CryptoKey;
  iv: Uint8Array<ArrayBuffer>;
  sealed: ArrayBuffer;
  person: Person;
}

export interface KeptKey {
  seed: Uint8Array;
  person: Person;
}

export interface Vault {
  /** False where the browser can't keep a key so: signing in again is needed after a reload. */
  readonly keeps: boolean;
  keep(key: KeptKey): Promise<void>;
  /** undefined: nobody is signed in, or what is kept can't be opened. */
  open(): Promise<KeptKey | undefined>;
  forget(): Promise<void>;
}

const DATABASE = "jingzhun";
const STORE = "keys";
const SLOT = "session";

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function openDatabase(factory: IDBFactory): Promise<IDBDatabase> {
  const request = factory.open(DATABASE, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE);
  return done(request);
}

/**
 * Keeps the signed-in key in IndexedDB: sealed by AES-GCM under a wrapping key that can't be exported, made anew each
 * time. Whoever copies the database's files from another account of the machine gets no key that a script could read.
 */
function browserVault(factory: IDBFactory, { subtle, random }: Cryptography): Vault {
  async function within<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>) {
    const database = await openDatabase(factory);
    try {
      return await done(work(database.transaction(STORE, mode).objectStore(STORE)));
    } finally {
      database.close();
    }
  }
  return {
    keeps: true,
    async keep({ seed, person }) {
      const wrapping = await subtle.generateKey({ name: "AES-GCM", length: 256 }, false, [
        "encrypt",
        "decrypt",
      ]);
      const iv = random(12);
      const sealed = await subtle.encrypt({ name: "AES-GCM", iv }, wrapping, new Uint8Array(seed));
      const stored: StoredKey = { wrapping, iv, sealed, person };
      await within("readwrite", (store) => store.put(stored, SLOT));
    },
    async open() {
      const stored = (await within("readonly", (store) => store.get(SLOT))) as StoredKey | undefined;
      if (stored === undefined) return undefined;
      try {
        const { iv, wrapping, sealed, person } = stored;
        return {
          seed: new Uint8Array(await subtle.decrypt({ name: "AES-GCM", iv }, wrapping, sealed)),
          person,
        };
      } catch {
        return undefined; // damaged
      }
    },
    async forget() {
      await within("readwrite", (store) => store.delete(SLOT));
    },
  };
}

/** For pages that aren't a secure context (http to another machine) and browsers that keep nothing. */
function memoryVault(): Vault {
  let kept: KeptKey | undefined;
  return {
    keeps: false,
    keep: async (key) => void (kept = key),
    open: async () => kept,
    forget: async () => void (kept = undefined),
  };
}

interface Cryptography {
  subtle: SubtleCrypto;
  random: (bytes: number) => Uint8Array<ArrayBuffer>;
}

export function openVault(
  factory: IDBFactory | undefined = globalThis.indexedDB,
  crypto: Crypto | undefined = globalThis.crypto,
): Vault {
  if (factory === undefined || crypto?.subtle === undefined) return memoryVault();
  return browserVault(factory, {
    subtle: crypto.subtle,
    random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
  });
}
