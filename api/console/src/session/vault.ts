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
  /** False where the browser can't keep a key so: signing in again is needed after a reload. Known once it was tried. */
  readonly keeps: boolean;
  keep(key: KeptKey): Promise<void>;
  /** undefined: nobody is signed in, or what is kept can't be opened. */
  open(): Promise<KeptKey | undefined>;
  /** Fails where a key was kept and can't be removed. */
  forget(): Promise<void>;
}

const DATABASE = "jingzhun";
const STORE = "keys";
const SLOT = "session";
/** A database that gives no answer for so long (some browsers' never do after a crash) counts as refused. */
const OPEN_MS = 5_000;

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function openDatabase(factory: IDBFactory): Promise<IDBDatabase> {
  const request = factory.open(DATABASE, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE);
  const opened = done(request);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      opened.then((database) => database.close()).catch(() => {});
      reject(new DOMException("The browser's database gives no answer.", "TimeoutError"));
    }, OPEN_MS);
  });
  return Promise.race([opened, late]).finally(() => clearTimeout(timer));
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

/** What the browser's database refuses (private windows, forbidden or broken storage) lasts as long as the page instead. */
function orMemory(browser: Vault): Vault {
  const memory = memoryVault();
  let keeps = browser.keeps;
  /** Is there a key that only the database can forget? */
  let stored = false;
  return {
    get keeps() {
      return keeps;
    },
    async keep(key) {
      await memory.forget();
      try {
        await browser.keep(key);
        stored = true;
        keeps = true;
      } catch {
        keeps = false;
        await memory.keep(key);
      }
    },
    async open() {
      try {
        const kept = await browser.open();
        if (kept !== undefined) stored = true;
        return kept ?? (await memory.open());
      } catch {
        keeps = false;
        return memory.open();
      }
    },
    async forget() {
      await memory.forget();
      try {
        await browser.forget();
        stored = false;
      } catch (error) {
        keeps = false;
        if (stored) throw error;
      }
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

/** undefined: none, or forbidden; then some browsers throw where it is asked for. */
function browserDatabases(): IDBFactory | undefined {
  try {
    return globalThis.indexedDB ?? undefined;
  } catch {
    return undefined;
  }
}

export function openVault(
  factory: IDBFactory | undefined = browserDatabases(),
  crypto: Crypto | undefined = globalThis.crypto,
): Vault {
  if (factory === undefined || crypto?.subtle === undefined) return memoryVault();
  return orMemory(
    browserVault(factory, {
      subtle: crypto.subtle,
      random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
    }),
  );
}
