import { encodeHeader, hex, type ValidatorSet, ZERO_HASH } from "@jingzhun/ledger";
import { expect, test } from "vitest";
import type { Chain } from "../chain/chain.ts";
import { WATCH_ASK_MS } from "../limits.ts";
import { silentLogger } from "../logging.ts";
import { manualClock } from "../test-clock.ts";
import { encodeCertifiedHead } from "../wire/sync-frames.ts";
import { StartGate, type StartGateDeps } from "./start-gate.ts";

const fill = (byte: number) => new Uint8Array(32).fill(byte);
const setOf = (n: number): ValidatorSet =>
  Array.from({ length: n }, (_, i) => ({
    organisation: `org-${i}`,
    consensusKey: fill(i),
    networkKey: fill(i + 100),
    addresses: [],
  }));
const peer = (i: number) => hex(fill(i + 100));
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

function headOf(height: number): Uint8Array {
  const headerBytes = encodeHeader({
    chainId: `test-${"00".repeat(16)}`,
    epoch: 0,
    height,
    timestamp: 1_600_000_000_000,
    parentHash: ZERO_HASH,
    proposer: fill(0),
    txRoot: fill(3),
    eventRoot: fill(3),
    stateRoot: fill(3),
    validatorsHash: fill(3),
    nextValidatorsHash: fill(3),
    paramsHash: fill(3),
  });
  return encodeCertifiedHead({ headerBytes, certificate: undefined, watching: false });
}

/** Validator 0 of n, started at block `height`. */
function start(n: number, height: number, answers: ReadonlyMap<string, number> = new Map()) {
  const clock = manualClock();
  const head = { height };
  let committed = () => {};
  let opened = 0;
  const gate = new StartGate({
    chain: {
      head,
      validators: setOf(n),
      onCommitted: (listener: () => void) => {
        committed = listener;
      },
    } as unknown as Chain,
    transport: {
      self: peer(0),
      isConnected: (id: string) => answers.has(id),
      request: async (id: string) => headOf(answers.get(id)!),
    } as unknown as StartGateDeps["transport"],
    clock,
    logger: silentLogger(),
    onOpen: () => opened++,
  });
  gate.start();
  const commit = (next: number) => {
    head.height = next;
    committed();
  };
  return { gate, clock, commit, opened: () => opened };
}

test("a single validator has nobody to wait for", () => {
  const { gate, opened } = start(1, 7);
  expect([gate.isOpen, opened()]).toEqual([true, 1]);
});

test("of four, two others must have spoken; observers and strangers don't count", () => {
  const { gate, opened } = start(4, 7);
  gate.heard(peer(1), 7);
  gate.heard(peer(1), 7);
  gate.heard(peer(9), 7);
  gate.heard(peer(0), 7);
  expect(gate.isOpen).toBe(false);
  gate.heard(peer(2), 6);
  expect([gate.isOpen, opened()]).toEqual([true, 1]);
  gate.heard(peer(3), 99);
  expect([gate.isOpen, opened()]).toEqual([true, 1]);
});

test("what the others have comes first; one that names more than there is holds nobody up", () => {
  const { gate, commit } = start(4, 7);
  gate.heard(peer(1), 1_000_000);
  gate.heard(peer(2), 9);
  gate.heard(peer(3), 8);
  expect(gate.isOpen).toBe(false);
  commit(8);
  expect(gate.isOpen).toBe(false);
  commit(9);
  expect(gate.isOpen).toBe(true);
});

test("those that weren't heard are asked, until it is open", async () => {
  const answers = new Map<string, number>();
  const { gate, clock } = start(4, 7, answers);
  gate.heard(peer(1), 7);
  clock.advance(WATCH_ASK_MS);
  await settled();
  expect(gate.isOpen).toBe(false);
  answers.set(peer(2), 7);
  clock.advance(WATCH_ASK_MS);
  await settled();
  expect(gate.isOpen).toBe(true);
});
