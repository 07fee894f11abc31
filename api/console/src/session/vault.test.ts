import { IDBFactory } from "fake-indexeddb";
import { expect, test, vi } from "vitest";
import { openVault } from "./vault.ts";

const person = {
  name: "县级审批员（演示）",
  role: "county_officer",
  organisation: "huayuan-poverty",
  division: "433124000000",
};
const seed = Uint8Array.from({ length: 32 }, (_, i) => i + 1);

async function stored(factory: IDBFactory): Promise<{ [field: string]: unknown } | undefined> {
  const database = await new Promise<IDBDatabase>((resolve) => {
    const request = factory.open("jingzhun", 1);
    request.onsuccess = () => resolve(request.result);
  });
  const request = database.transaction("keys").objectStore("keys").get("session");
  return new Promise((resolve) => {
    request.onsuccess = () => resolve(request.result as { [field: string]: unknown });
  });
}

test("a key survives a reload, sealed under a key that no script can read out", async () => {
  const factory = new IDBFactory();
  await openVault(factory).keep({ seed, person });
  expect(await openVault(factory).open()).toEqual({ seed, person });

  const { wrapping, sealed } = (await stored(factory)) as { wrapping: CryptoKey; sealed: ArrayBuffer };
  expect(wrapping.extractable).toBe(false);
  await expect(crypto.subtle.exportKey("raw", wrapping)).rejects.toThrow();
  expect(Buffer.from(sealed).includes(Buffer.from(seed))).toBe(false);
});

test("signing out forgets it", async () => {
  const factory = new IDBFactory();
  const vault = openVault(factory);
  await vault.keep({ seed, person });
  await vault.forget();
  expect(await vault.open()).toBeUndefined();
  expect(await stored(factory)).toBeUndefined();
});

test("a damaged one is nobody's, not an error", async () => {
  const factory = new IDBFactory();
  const vault = openVault(factory);
  await vault.keep({ seed, person });
  const entry = await stored(factory);
  const database = await new Promise<IDBDatabase>((resolve) => {
    const request = factory.open("jingzhun", 1);
    request.onsuccess = () => resolve(request.result);
  });
  const put = database
    .transaction("keys", "readwrite")
    .objectStore("keys")
    .put({ ...entry, sealed: new ArrayBuffer(48) }, "session");
  await new Promise((resolve) => (put.onsuccess = resolve));
  expect(await vault.open()).toBeUndefined();
});

test("without a secure context it lasts as long as the page, and says so", async () => {
  const vault = openVault(new IDBFactory(), {} as Crypto);
  await vault.keep({ seed, person });
  expect(vault.keeps).toBe(false);
  expect(await vault.open()).toEqual({ seed, person });
});

/** As browsers with forbidden or broken storage do. */
function brokenFactory(how: "throws" | "fails"): IDBFactory {
  const open = () => {
    const error = new DOMException("refused", how === "throws" ? "SecurityError" : "UnknownError");
    if (how === "throws") throw error;
    const request = { error, onerror: null as (() => void) | null };
    queueMicrotask(() => request.onerror?.());
    return request;
  };
  return { open } as unknown as IDBFactory;
}

test.each(["throws", "fails"] as const)(
  "where the database %s, a key lasts as long as the page",
  async (how) => {
    const vault = openVault(brokenFactory(how));
    expect(await vault.open()).toBeUndefined();
    await vault.keep({ seed, person });
    expect(vault.keeps).toBe(false);
    expect(await vault.open()).toEqual({ seed, person });
    await vault.forget();
    expect(await vault.open()).toBeUndefined();
  },
);

test("a database that never answers is refused", async () => {
  vi.useFakeTimers();
  try {
    const vault = openVault({ open: () => ({}) } as unknown as IDBFactory);
    const kept = vault.keep({ seed, person });
    // Making the wrapping key takes real time; only then does the wait begin.
    await vi.waitFor(() => expect(vi.getTimerCount()).toBe(1), { timeout: 5_000 });
    await vi.runAllTimersAsync();
    await kept;
    expect(vault.keeps).toBe(false);
  } finally {
    vi.useRealTimers();
  }
});

test("a kept key that can't be removed is told of", async () => {
  const factory = new IDBFactory();
  const vault = openVault(factory);
  await vault.keep({ seed, person });
  vi.spyOn(factory, "open").mockImplementation(() => {
    throw new DOMException("refused", "UnknownError");
  });
  await expect(vault.forget()).rejects.toThrow("refused");
});
