import { createSigner, type Signer } from "@jingzhun/client-sdk";
import { H, hex } from "@jingzhun/ledger";
import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { browserStorage } from "../app/browser-storage.ts";
import { forgetDraftsOf } from "../forms/drafts.ts";
import { forgetPendingOf } from "../ledger/pending.ts";
import type { Both, TextValues } from "../texts/text.ts";
import type { Person } from "./person.ts";
import { sessionTexts } from "./texts.ts";
import { type KeptKey, openVault } from "./vault.ts";

export type Session =
  | { state: "opening" }
  | { state: "out"; notice?: { text: Both; values?: TextValues } }
  | SignedIn;

export interface SignedIn {
  state: "in";
  signer: Signer;
  person: Person;
  /** Seals what this person typed and hasn't submitted; it lasts as long as the vault's key, and comes back with it. */
  draftKey: Uint8Array;
}

interface SessionDoor {
  session: Session;
  /** False: the key lasts as long as the page. */
  keeps: boolean;
  signIn(key: KeptKey): Promise<void>;
  signOut(notice?: { text: Both; values?: TextValues }): Promise<void>;
}

const SessionContext = createContext<SessionDoor | undefined>(undefined);
/** Told to this browser's other pages: who signs out of one has signed out of all. */
const CHANNEL = "jingzhun/session";

function signedIn({ seed, person }: KeptKey): SignedIn {
  const draftKey = H("console-drafts", (h) => h.bytes(seed));
  return { state: "in", signer: createSigner(seed), person, draftKey };
}

/** Who is signed in, kept over a reload; the private key never leaves this module but inside the signer. */
export function SessionProvider({ children }: { children: ReactNode }) {
  const [vault] = useState(() => openVault());
  const [session, setSession] = useState<Session>({ state: "opening" });
  const [keeps, setKeeps] = useState(vault.keeps);
  const channel = useRef<BroadcastChannel | undefined>(undefined);

  const read = useCallback(async () => {
    const kept = await vault.open();
    setKeeps(vault.keeps);
    setSession(kept === undefined ? { state: "out" } : signedIn(kept));
  }, [vault]);

  useEffect(() => {
    void read();
    if (!vault.keeps) return undefined;
    // One object for both ways: a page doesn't hear itself.
    const opened = new BroadcastChannel(CHANNEL);
    opened.onmessage = () => void read();
    channel.current = opened;
    return () => opened.close();
  }, [read, vault]);

  // Here and not in `signOut`: forms keep their drafts once more as they are left, and other pages sign out, too.
  const keyId = session.state === "in" ? hex(session.signer.keyId) : undefined;
  const before = useRef<string | undefined>(undefined);
  useEffect(() => {
    if (before.current !== undefined && before.current !== keyId) {
      forgetDraftsOf(browserStorage(), before.current);
      forgetPendingOf(browserStorage(), before.current);
    }
    before.current = keyId;
  }, [keyId]);

  const door = useMemo<SessionDoor>(
    () => ({
      session,
      keeps,
      async signIn(key) {
        await vault.keep(key);
        setKeeps(vault.keeps);
        setSession(signedIn(key));
        channel.current?.postMessage("changed");
      },
      async signOut(notice) {
        const forgotten = await vault.forget().then(
          () => true,
          () => false,
        );
        setKeeps(vault.keeps);
        // Whoever leaves a shared computer must know that their key didn't leave with them.
        const told = forgotten ? notice : { text: sessionTexts.notForgotten };
        setSession({ state: "out", ...(told === undefined ? {} : { notice: told }) });
        channel.current?.postMessage("changed");
      },
    }),
    [session, keeps, vault],
  );
  return <SessionContext value={door}>{children}</SessionContext>;
}

export function useSession(): SessionDoor {
  const door = use(SessionContext);
  if (door === undefined) throw new Error("there is no session provider around");
  return door;
}
