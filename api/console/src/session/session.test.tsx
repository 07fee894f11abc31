// @vitest-environment happy-dom

import { hex } from "@jingzhun/ledger";
import { IDBFactory } from "fake-indexeddb";
import { useEffect } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { draftSeal } from "../forms/draft-seal.ts";
import { countDrafts, draftKey, keepDraft, readDraft } from "../forms/drafts.ts";
import { SessionProvider, type SignedIn, useSession } from "./session.tsx";

const person = {
  name: "村信息员（演示）",
  role: "village_clerk",
  organisation: "v",
  division: "433124110226",
};
const seedOf = (byte: number) => new Uint8Array(32).fill(byte);
const SLOT = "household.register";
const TYPED = { restricted: { birthDate: "1956-03-04" } };

const keyIdOf = ({ signer }: SignedIn) => hex(signer.keyId);

/** Forms that were left and kept a draft. */
let left = 0;

/** As a form does: keeps what was typed once more when it is left. */
function Form({ session }: { session: SignedIn }) {
  useEffect(() => {
    const key = draftKey(keyIdOf(session), SLOT);
    return () => {
      left += Number(keepDraft(localStorage, key, TYPED, Date.now(), draftSeal(session.draftKey)));
    };
  }, [session]);
  return null;
}

let door: ReturnType<typeof useSession> | undefined;
function Page() {
  const mine = useSession();
  door = mine;
  return mine.session.state === "in" ? <Form session={mine.session} /> : null;
}

function signedIn(): SignedIn {
  if (door?.session.state !== "in") throw new Error("nobody is signed in");
  return door.session;
}

const keep = () => {
  const session = signedIn();
  const key = draftKey(keyIdOf(session), SLOT);
  keepDraft(localStorage, key, TYPED, Date.now(), draftSeal(session.draftKey));
};
const read = () => {
  const session = signedIn();
  return readDraft(localStorage, draftKey(keyIdOf(session), SLOT), Date.now(), draftSeal(session.draftKey));
};

const roots: Root[] = [];
const until = (state: string) => vi.waitFor(() => expect(door?.session.state).toBe(state));

/** A page of this browser; its session is read from the vault first. */
async function open(state: "in" | "out"): Promise<Root> {
  door = undefined;
  const root = createRoot(document.createElement("div"));
  roots.push(root);
  root.render(
    <SessionProvider>
      <Page />
    </SessionProvider>,
  );
  await until(state);
  return root;
}
async function signIn(byte: number): Promise<void> {
  await door?.signIn({ seed: seedOf(byte), person });
  await until("in");
}
async function signOut(): Promise<void> {
  await door?.signOut();
  await until("out");
}

beforeEach(() => {
  localStorage.clear();
  left = 0;
  vi.stubGlobal("indexedDB", new IDBFactory());
});
afterEach(() => {
  for (const root of roots.splice(0)) root.unmount();
  vi.unstubAllGlobals();
});

test("a draft outlives a reload with its session, and is sealed meanwhile", async () => {
  const before = await open("out");
  await signIn(1);
  const keyId = keyIdOf(signedIn());
  before.unmount();
  await vi.waitFor(() => expect(countDrafts(localStorage, keyId)).toBe(1));
  expect(JSON.stringify({ ...localStorage })).not.toContain("1956");
  await open("in");
  expect(read()).toEqual(TYPED);
});

test("signing out leaves no draft behind, though the form keeps one as it is left", async () => {
  await open("out");
  await signIn(1);
  keep();
  const keyId = keyIdOf(signedIn());
  await signOut();
  await vi.waitFor(() => expect(left).toBe(1));
  await vi.waitFor(() => expect(countDrafts(localStorage, keyId)).toBe(0));
});

test("who signs out of one page signs out of all, and no page's draft stays", async () => {
  await open("out");
  await signIn(1);
  const keyId = keyIdOf(signedIn());
  const here = door;
  await open("in");
  keep();
  await here?.signOut();
  await vi.waitFor(() => expect(left).toBe(2));
  await vi.waitFor(() => expect(countDrafts(localStorage, keyId)).toBe(0));
});

test("where IndexedDB can't be opened, signing in and out work for this page", async () => {
  const factory = new IDBFactory();
  vi.spyOn(factory, "open").mockImplementation(() => {
    throw new DOMException("The operation is insecure.", "SecurityError");
  });
  vi.stubGlobal("indexedDB", factory);
  await open("out");
  await signIn(1);
  expect(door?.keeps).toBe(false);
  await signOut();
  expect(door?.session).toEqual({ state: "out" });
});

test("a key that the browser can't remove is told of, and its person signed out", async () => {
  await open("out");
  await signIn(1);
  vi.spyOn(indexedDB, "open").mockImplementation(() => {
    throw new DOMException("broken", "UnknownError");
  });
  await signOut();
  expect(door?.session).toMatchObject({ notice: { text: { zh: expect.stringContaining("清除") } } });
});

test("the next person at the same computer reads nothing of the one before", async () => {
  await open("out");
  await signIn(1);
  keep();
  const key = draftKey(keyIdOf(signedIn()), SLOT);
  const stored = localStorage.getItem(key) ?? "";
  await signOut();
  await signIn(2);
  // Even from a copy of the storage.
  localStorage.setItem(key, stored);
  expect(readDraft(localStorage, key, Date.now(), draftSeal(signedIn().draftKey))).toBeUndefined();
});
