import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encode } from "../bytes/codec.ts";
import { hex } from "../bytes/text.ts";
import { portableSuite } from "../crypto/index.ts";
import {
  decodeCurrentValueProof,
  encodeCurrentValueProof,
  verifyCurrentValue,
} from "../log/current-value-proof.ts";
import type { LedgerStore } from "./ledger-store.ts";
import { type Change, newStore, type TestChain, temporaryFolder, testTxId } from "./test-chain.ts";

const text = (value: string | undefined) => (value === undefined ? undefined : encode({ text: value }));
const bytes = (value: Uint8Array | undefined) => (value === undefined ? undefined : new Uint8Array(value));

/** Asks the store everything and compares with what the chain remembers. */
function expectWhole(store: LedgerStore, chain: TestChain): void {
  expect(hex(store.forest.root())).toBe(hex(chain.forest.root()));
  expect(hex(store.head.header.stateRoot)).toBe(hex(chain.forest.root()));
  for (const [key, versions] of chain.versions) {
    const newest = versions.at(-1)!;
    const current = store.get(key)!;
    expect([current.index, current.version, bytes(current.value)]).toEqual([
      newest.index,
      newest.version,
      text(newest.value),
    ]);
    const history = store.history(key, { limit: 1000 });
    expect(history.map((entry) => [entry.index, entry.height, entry.version, bytes(entry.value)])).toEqual(
      versions.map((v) => [v.index, v.height, v.version, text(v.value)]).reverse(),
    );
    for (let height = 0; height <= store.head.height; height++) {
      const then = versions.filter((version) => version.height <= height).at(-1);
      expect(store.at(key, height)?.index).toBe(then?.index);
    }
    const proof = decodeCurrentValueProof(encodeCurrentValueProof(store.prove(key)!));
    verifyCurrentValue(proof, store.head.header.stateRoot);
    expect([proof.key, proof.value]).toEqual([key, text(newest.value)]);
  }
}

describe("the store", () => {
  test("keeps the signer's position that a block brought, until one brings another", async () => {
    using folder = temporaryFolder();
    const { chain, store, reopen } = await newStore(folder.path);
    expect(store.signerPosition).toBeUndefined();
    const position = Uint8Array.of(1, 2, 3);
    await store.commit({ ...chain.block([["r/1", "va"]]), signerPosition: position });
    expect(store.signerPosition).toEqual(position);
    await store.commit(chain.block([["r/1", "vb"]]));
    await store.close();
    const again = await reopen();
    expect(again.signerPosition).toEqual(position);
    await again.commit({ ...chain.block([["r/1", "vc"]]), signerPosition: Uint8Array.of(4) });
    expect(again.signerPosition).toEqual(Uint8Array.of(4));
    await again.close();
  });

  test("holds what was committed, before and after it is opened again", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.array(
            fc.record({
              record: fc.integer({ min: 0, max: 12 }),
              value: fc.option(
                fc.string({ maxLength: 40 }).map((s) => `v${s.toWellFormed()}`),
                { nil: undefined },
              ),
            }),
            { maxLength: 20 },
          ),
          { minLength: 1, maxLength: 8 },
        ),
        fc.integer({ min: 0, max: 8 }),
        async (blocks, reopenAfter) => {
          using folder = temporaryFolder();
          const { chain, store: first, reopen } = await newStore(folder.path, [["founder", "vfirst"]]);
          let store = first;
          try {
            for (const [i, block] of blocks.entries()) {
              const changes = block.map(
                ({ record, value }): Change => [record % 4 === 0 ? `secret/${record}` : `r/${record}`, value],
              );
              await store.commit(chain.block(changes));
              if (i === reopenAfter) {
                await store.close();
                store = await reopen();
              }
            }
            expectWhole(store, chain);
            await store.close();
            store = await reopen();
            expectWhole(store, chain);
          } finally {
            await store.close();
          }
        },
      ),
      { numRuns: 15 },
    );
  }, 60_000);

  test("keeps what truly refused a transaction where its outcome doesn't say, code and path alone", async () => {
    using folder = temporaryFolder();
    const { chain, store: first, reopen } = await newStore(folder.path);
    const secret = {
      code: "person.年龄",
      path: "actions.0.birthDate",
      values: { birthDate: "1964-03-05" },
      restricted: true,
    };
    const open = { code: "version.conflict", path: "", values: { current: 3 }, restricted: false };
    await first.commit(chain.block([["r/1", "vone"]], { refused: [open, secret, { ...secret, path: "" }] }));
    await first.commit(chain.block([["r/2", "vtwo"]], { refused: [open] }));
    const expectReasons = async (store: LedgerStore) => {
      const reasons = (height: number, txs: number) =>
        Promise.all(Array.from({ length: txs }, (_, txIndex) => store.restrictedReason({ height, txIndex })));
      const { code, path } = secret;
      expect(await reasons(1, 5)).toEqual([
        undefined,
        undefined,
        { code, path },
        { code, path: "" },
        undefined,
      ]);
      expect(await reasons(2, 2)).toEqual([undefined, undefined]);
      expect(await reasons(3, 1)).toEqual([undefined]);
      expect((await store.block(1))!.outcomes[2]).toEqual({
        status: "rejected",
        code: "restricted.refused",
        path: "",
      });
    };
    await expectReasons(first);
    await first.close();
    const store = await reopen();
    await expectReasons(store);
    await store.close();
    const files = readdirSync(folder.join("db"), { withFileTypes: true }).filter((file) => file.isFile());
    for (const { name } of files) {
      expect(readFileSync(folder.join("db", name)).includes("1964-03-05"), name).toBe(false);
    }
  });

  test("over several twigs: proofs from full twigs, with both suites, and the right start", async () => {
    using folder = temporaryFolder();
    const { chain, store: first, reopen } = await newStore(folder.path);
    for (let block = 0; block < 6; block++) {
      await first.commit(
        chain.block(
          Array.from(
            { length: 1000 },
            (_, i): Change => [
              `${i % 3 === 0 ? "secret" : "r"}/${(i * 7 + block * 131) % 2500}`,
              `v${block}.${i}`,
            ],
          ),
        ),
      );
    }
    for (const close of [true, false]) {
      if (close) await first.close();
      const store = await reopen();
      for (let record = 0; record < 2500; record += 41) {
        for (const key of [`r/${record}`, `secret/${record}`]) {
          if (!chain.versions.has(key)) {
            expect(store.prove(key)).toBeUndefined();
            continue;
          }
          const proof = store.prove(key)!;
          verifyCurrentValue(proof, store.head.header.stateRoot);
          verifyCurrentValue(proof, store.head.header.stateRoot, portableSuite);
        }
      }
      await store.close();
    }
  });

  test("shows the block before until the next is durable, then the next", async () => {
    using folder = temporaryFolder();
    const { chain, store } = await newStore(folder.path, [
      ["r/1", "vone"],
      ["r/2", "vtwo"],
    ]);
    const block = chain.block([
      ["r/1", "wone"],
      ["r/3", "wthree"],
      ["due/0000000000005/x", "vdue"],
    ]);
    const id = testTxId(block.txs[0]!);
    // All questions are put before the first answer is awaited: they see one moment.
    const state = async () => {
      const rows = store.scanIndex("text.first", "", { limit: 9 });
      const one = store.block(1);
      const now = {
        height: store.head.height,
        one: bytes(store.get("r/1")?.value),
        three: store.get("r/3")?.version,
        history: store.history("r/1").length,
        transaction: store.transaction(id)?.height,
        window: store.windowHas(id),
        due: store.due(10, 10),
        count: store.prove("r/1")?.count,
      };
      return { ...now, rows: (await rows).map(({ row }) => row), block: (await one)?.txs.length };
    };
    const before = await state();
    let done = false;
    const commit = store.commit(block).then(() => {
      done = true;
    });
    const seen: Awaited<ReturnType<typeof state>>[] = [];
    const during = state();
    while (!done) {
      verifyCurrentValue(store.prove("r/1")!, store.head.header.stateRoot);
      seen.push({
        ...before,
        height: store.head.height,
        one: bytes(store.get("r/1")?.value),
        three: store.get("r/3")?.version,
      });
      await new Promise((resolve) => setImmediate(resolve));
    }
    await commit;
    expect(await during).toEqual(before);
    for (const one of seen) if (one.height === 0) expect(one).toEqual(before);
    expect(await state()).toEqual({
      height: 1,
      one: text("wone"),
      three: 1,
      history: 2,
      rows: ["v/due/0000000000005/x", "v/r/2", "w/r/1", "w/r/3"],
      transaction: 1,
      window: true,
      due: ["due/0000000000005/x"],
      block: 3,
      count: 6,
    });
    await store.close();
  });

  test("keeps blocks whole: transactions, outcomes, events, certificate", async () => {
    using folder = temporaryFolder();
    const { chain, store } = await newStore(folder.path);
    const made = chain.block([
      ["r/1", "va"],
      ["r/2", "vb"],
    ]);
    await store.commit(made);
    const block = (await store.block(1))!;
    expect(block.txs.map((tx) => [hex(tx.body), hex(tx.signature)])).toEqual(
      made.txs.map((tx) => [hex(tx.body), hex(tx.signature)]),
    );
    expect(block.outcomes).toEqual([{ status: "applied" }, { status: "applied" }]);
    expect(block.events).toEqual(made.result.events);
    expect(block.certificate).toEqual(made.certificate);
    expect(hex(block.headerBytes)).toBe(hex(made.headerBytes));
    expect(block.txIds.map(hex)).toEqual(made.result.txIds.map(hex));
    expect(store.transaction(made.result.txIds[1]!)).toEqual({ height: 1, txIndex: 1 });
    expect(store.transaction(new Uint8Array(32))).toBeUndefined();
    expect([await store.block(2), await store.block(-1), store.header(Number.NaN), store.entry(99)]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(store.header(0)?.certificate).toBeUndefined();
    await store.close();
  });

  test("scans an index by prefix, both ways, page by page", async () => {
    using folder = temporaryFolder();
    const { chain, store } = await newStore(folder.path);
    const keys = Array.from({ length: 30 }, (_, i) => `r/${String(i).padStart(2, "0")}`);
    await store.commit(chain.block(keys.map((key, i): Change => [key, `${i % 3 === 0 ? "b" : "a"}${key}`])));
    await store.commit(
      chain.block([
        ["r/01", "bmoved"],
        ["r/02", undefined],
      ]),
    );
    const wanted = keys
      .filter((key, i) => i % 3 !== 0 && key !== "r/01" && key !== "r/02")
      .map((key) => ({ row: `a/${key}`, key }));
    for (const reverse of [false, true]) {
      const seen: { row: string; key: string }[] = [];
      for (let after: string | undefined; ; after = seen.at(-1)!.row) {
        const page = await store.scanIndex("text.first", "a/", {
          limit: 4,
          reverse,
          ...(after === undefined ? {} : { after }),
        });
        seen.push(...page);
        if (page.length < 4) break;
      }
      expect(seen).toEqual(reverse ? wanted.toReversed() : wanted);
    }
    expect(await store.scanIndex("text.firs", "", { limit: 5 })).toEqual([]);
    expect(await store.scanIndex("text.first", "a/r/2", { limit: 1, after: "b" })).toEqual([]);
    expect((await store.scanIndex("text.first", "b/r/01", { limit: 5 })).length).toBe(1);
    await store.close();
  });

  test("finds any version of a long record in few reads", async () => {
    using folder = temporaryFolder();
    const { chain, store, reopen } = await newStore(folder.path);
    for (let block = 1; block <= 300; block++) await store.commit(chain.block([["r/hot", `v${block}`]]));
    await store.close();
    const again = await reopen();
    for (const height of [0, 1, 2, 77, 255, 256, 257, 300]) {
      expect(again.at("r/hot", height)?.version).toBe(height === 0 ? undefined : height);
    }
    expect(again.history("r/hot", { before: 100, limit: 3 }).map((entry) => entry.version)).toEqual([
      99, 98, 97,
    ]);
    expect(again.history("r/hot", { before: 1, limit: 3 })).toEqual([]);
    expectWhole(again, chain);
    await again.close();
  }, 60_000);

  test("refuses a block that doesn't fit, and changes nothing", async () => {
    using folder = temporaryFolder();
    const { chain, store } = await newStore(folder.path, [["r/1", "v"]]);
    const one = chain.block([["r/1", "w"]]);
    const two = chain.block([["r/1", "x"]]);
    const wrong = async (input: Parameters<LedgerStore["commit"]>[0], what: string) => {
      await expect(store.commit(input)).rejects.toMatchObject({
        code: "storage.invariant",
        values: { what },
      });
      expect(store.head.height).toBe(0);
    };
    await wrong(two, "a block follows the head");
    await wrong({ ...one, certificate: undefined }, "a block above 0 has a certificate");
    await wrong(
      { ...one, result: { ...one.result, entries: [] } },
      "entries lead to the header's state root",
    );
    await wrong({ ...one, txs: [] }, "every transaction has an id");
    const fork = store.forest.fork();
    fork.append([{ leaf: new Uint8Array(32), previous: 1 }]);
    await wrong({ ...one, forest: fork }, "entries lead to the header's state root");
    const both = [store.commit(one), store.commit(one)];
    await expect(both[1]).rejects.toMatchObject({ code: "storage.invariant" });
    await both[0];
    const sealed = store.forest.fork();
    sealed.append(two.result.entries);
    await store.commit({ ...two, forest: sealed });
    expect(store.head.height).toBe(2);
    expect(store.forest).toBe(sealed);
    await store.close();
    await expect(store.commit(chain.block([]))).rejects.toMatchObject({ code: "storage.invariant" });
  });
});
