import { ExecutionAssertion, encodeHeader, headerHash, JzError } from "@jingzhun/ledger";
import { StorageError } from "@jingzhun/ledger/storage";
import { expect, test } from "vitest";
import type { Chain, ExecutedBlock } from "../chain/chain.ts";
import { FETCH_RETRY_MS } from "../limits.ts";
import { silentLogger } from "../logging.ts";
import { manualClock } from "../test-clock.ts";
import { encodeProposalValue } from "../wire/proposal-value.ts";
import type { Bodies } from "./bodies.ts";
import { Proposals } from "./proposals.ts";

const fill = (byte: number) => new Uint8Array(32).fill(byte);
const parent = {
  chainId: `test-${"00".repeat(16)}`,
  epoch: 0,
  height: 4,
  timestamp: 1_600_000_000_000,
  parentHash: fill(1),
  proposer: fill(2),
  txRoot: fill(3),
  eventRoot: fill(3),
  stateRoot: fill(3),
  validatorsHash: fill(3),
  nextValidatorsHash: fill(3),
  paramsHash: fill(3),
};
const parentHash = headerHash(encodeHeader(parent));
const header = { ...parent, height: 5, timestamp: parent.timestamp + 1, parentHash };
const headerBytes = encodeHeader(header);
const hash = headerHash(headerBytes);
const value = encodeProposalValue({ headerBytes, ids: [] });
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Judges above a chain whose execution gives `executed`, with bodies that come as `collect` says. */
function proposals({ collect = async () => [], executed = headerBytes, execute }: Partial<Judged> = {}) {
  const block = { header, headerBytes: executed, hash, txs: [] } as unknown as ExecutedBlock;
  const chain = {
    head: { height: parent.height, hash: parentHash, header: parent },
    validators: [{ consensusKey: parent.proposer }],
    params: { blockBytes: 1_000_000, roundTimeout: 1_000 },
    execute: execute ?? (async () => block),
  } as unknown as Chain;
  const clock = manualClock(header.timestamp);
  const bodies = { collect } as unknown as Bodies;
  const judged = new Proposals({ chain, bodies, clock, logger: silentLogger() });
  return { clock, validate: (bytes = value) => judged.validate(hash, bytes, () => [], null) };
}

interface Judged {
  readonly collect: () => Promise<[] | undefined>;
  readonly executed: Uint8Array;
  readonly execute: () => Promise<ExecutedBlock>;
}

test("a value is refused for its own faults: its form, its header, its roots", async () => {
  expect(await proposals().validate()).toMatchObject({ hash });
  const other = encodeHeader({ ...header, stateRoot: fill(9) });
  expect(await proposals({ executed: other }).validate()).toBe("refused");
  expect(await proposals().validate(new Uint8Array([0xff]))).toBe("refused");
  expect(await proposals().validate(encodeProposalValue({ headerBytes: other, ids: [] }))).toBe("refused");
});

test.each(["overloaded", "attachment.damaged"])(
  "%s leaves it unanswered, and is tried again",
  async (code) => {
    let asked = 0;
    const { clock, validate } = proposals({
      collect: async () => {
        if (asked++ === 0) throw new JzError(code);
        return [];
      },
    });
    let answer: unknown = "none";
    const done = validate().then((block) => {
      answer = block;
    });
    await settled();
    expect(answer).toBe("none");
    clock.advance(FETCH_RETRY_MS);
    await done;
    expect(answer).toMatchObject({ hash });
  },
);

test("an execution that throws is our own mistake: neither a block nor a fault of the value", async () => {
  const error = new ExecutionAssertion(5, fill(7), new TypeError("not a function"));
  expect(await proposals({ execute: () => Promise.reject(error) }).validate()).toBe("threw");
});

test("a fault of this node's disk is thrown, not held against the value", async () => {
  const collect = () => Promise.reject(new StorageError("storage.damaged"));
  await expect(proposals({ collect }).validate()).rejects.toBeInstanceOf(StorageError);
});
