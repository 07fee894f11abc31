import { spawnSync } from "node:child_process";
import { cpSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Level } from "level";
import { describe, expect, test } from "vitest";
import { hex, utf8 } from "../bytes/text.ts";
import { H } from "../crypto/hashing.ts";
import { verifyCurrentValue } from "../log/current-value-proof.ts";
import { PREFIX } from "./layout.ts";
import type { LedgerStore } from "./ledger-store.ts";
import { openStore } from "./open.ts";
import { StorageError } from "./storage-error.ts";
import { type Change, newStore, storeOptions, type TestChain, temporaryFolder } from "./test-chain.ts";

const changes = (block: number): Change[] =>
  Array.from({ length: 40 }, (_, i) => [
    i === 0 ? `due/${String(block).padStart(13, "0")}/x` : `${i % 4 === 0 ? "secret" : "r"}/${i}`,
    `v${block}.${i}`,
  ]);

const REFUSED = { code: "test.age", path: "actions.0.age", values: {}, restricted: true };

/** A closed folder with 60 blocks, over a twig's edge. */
async function chainIn(path: string): Promise<TestChain> {
  const { chain, store } = await newStore(path, [["founder", "v"]]);
  for (let block = 1; block <= 60; block++) {
    await store.commit(chain.block(changes(block), { refused: block % 7 === 0 ? [REFUSED] : [] }));
  }
  await store.close();
  return chain;
}

/** Everything the store can be asked, as one text; equal texts are equal answers. */
async function answers(store: LedgerStore, chain: TestChain): Promise<string> {
  const all: unknown[] = [store.head.height, hex(store.head.hash), hex(store.forest.root())];
  for (const key of chain.versions.keys()) {
    const current = store.get(key);
    all.push(key, current?.version, current?.value && hex(current.value));
    for (const e of store.history(key))
      all.push(e.index, e.height, e.value && hex(e.value), e.secret && hex(e.secret));
    const proof = store.prove(key)!;
    verifyCurrentValue(proof, store.head.header.stateRoot);
    all.push(hex(proof.path.left));
  }
  all.push(await store.scanIndex("text.first", "", { limit: 1000 }), store.due(1e12, 1000));
  for (let height = 0; height <= store.head.height; height++) {
    const block = (await store.block(height))!;
    all.push(
      hex(block.headerBytes),
      block.txs.map((tx) => hex(tx.body)),
      block.events,
      block.outcomes,
      block.certificate?.seals.length,
    );
    for (const id of block.txIds) {
      const place = store.transaction(id);
      all.push(place, store.windowHas(id), place && (await store.restrictedReason(place)));
    }
  }
  return JSON.stringify(all);
}

describe("a stored value that was changed", () => {
  test.each(Object.entries(PREFIX))("is found when it is read: %s", async (name, prefix) => {
    using folder = temporaryFolder();
    const chain = await chainIn(folder.path);
    const level = new Level<Uint8Array, Uint8Array>(folder.join("db"), {
      keyEncoding: "view",
      valueEncoding: "view",
    });
    const pairs = (await level.iterator({ gte: Buffer.of(prefix), lt: Buffer.of(prefix + 1) }).all()) as [
      Uint8Array,
      Uint8Array,
    ][];
    expect(pairs.length).toBeGreaterThan(0);
    const [key, value] = pairs[Math.floor(pairs.length / 2)]!;
    const changed = Buffer.from(value);
    changed[Math.floor(value.length / 2)]! ^= 0x10;
    await level.put(key, changed);
    await level.close();
    const ask = async () => {
      const store = await openStore(storeOptions(folder.path, chain));
      try {
        await answers(store, chain);
      } finally {
        await store.close();
      }
    };
    await expect(ask()).rejects.toMatchObject({
      code: "storage.damaged",
      values: { prefix: name, key: hex(key.subarray(1)) },
    });
  });

  test("is found too when it is another key's value", async () => {
    using folder = temporaryFolder();
    const chain = await chainIn(folder.path);
    const level = new Level<Uint8Array, Uint8Array>(folder.join("db"), {
      keyEncoding: "view",
      valueEncoding: "view",
    });
    await level.put(utf8("kr/1"), (await level.get(utf8("kr/2")))!);
    await level.close();
    const store = await openStore(storeOptions(folder.path, chain));
    expect(() => store.get("r/1")).toThrow("storage.damaged");
    expect(store.get("r/2")?.version).toBe(60);
    await store.close();
  });

  test("a flipped bit in any of LevelDB's files never gives another answer", async () => {
    using folder = temporaryFolder();
    const chain = await chainIn(folder.join("good"));
    const good = await openStore(storeOptions(folder.join("good"), chain));
    const right = await answers(good, chain);
    await good.close();
    const files = readdirSync(folder.join("good", "db")).filter((file) =>
      /\.(ldb|log)$|^MANIFEST/.test(file),
    );
    let random = 20261124;
    const next = (below: number) => {
      random = (Math.imul(random, 1_103_515_245) + 12_345) >>> 0;
      return random % below;
    };
    const seen = { right: 0, refused: 0 };
    for (let flip = 0; flip < 60; flip++) {
      const path = folder.join(`flip${flip}`);
      cpSync(folder.join("good"), path, { recursive: true });
      const file = join(path, "db", files[flip % files.length]!);
      const bytes = readFileSync(file);
      if (bytes.length === 0) continue;
      bytes[next(bytes.length)]! ^= 1 << next(8);
      writeFileSync(file, bytes);
      try {
        const store = await openStore(storeOptions(path, chain));
        try {
          expect(await answers(store, chain), `flip ${flip} of ${file}`).toBe(right);
          seen.right++;
        } finally {
          await store.close();
        }
      } catch (error) {
        expect(error, `flip ${flip} of ${file}`).toBeInstanceOf(StorageError);
        seen.refused++;
      }
    }
    expect(seen.refused).toBeGreaterThan(10);
  }, 60_000);
});

describe("opening a data folder", () => {
  test("is refused while it is open", async () => {
    using folder = temporaryFolder();
    const { store, reopen } = await newStore(folder.path);
    await expect(reopen()).rejects.toMatchObject({ code: "storage.locked" });
    await store.close();
    await (await reopen()).close();
  });

  test("is refused with another genesis, and for another layout", async () => {
    using folder = temporaryFolder();
    const chain = await chainIn(folder.path);
    const options = storeOptions(folder.path, chain);
    const genesisHash = H("genesis", (h) => h.bytes(utf8("other")));
    await expect(openStore({ ...options, genesisHash })).rejects.toMatchObject({
      code: "storage.wrong_genesis",
    });
    await (await openStore(options)).close();
  });

  test("after a crash at any moment finds the block before or the block itself", async () => {
    using folder = temporaryFolder();
    const { chain, store } = await newStore(folder.join("live"), [["founder", "v"]]);
    const heights = new Set<number>();
    let copies = 0;
    for (let block = 1; block <= 12; block++) {
      let done = false;
      const before = store.head.height;
      const commit = store.commit(chain.block(changes(block))).then(() => {
        done = true;
      });
      while (!done) {
        // What is on the disk while a commit is under way is what a kill -9 leaves.
        const path = folder.join(`crash${copies++}`);
        cpSync(folder.join("live"), path, { recursive: true, filter: (file) => !file.endsWith("LOCK") });
        const crashed = await openStore(storeOptions(path, chain));
        expect(crashed.head.height - before).toBeGreaterThanOrEqual(0);
        expect(crashed.head.height - before).toBeLessThanOrEqual(1);
        expect(hex(crashed.forest.root())).toBe(hex(crashed.head.header.stateRoot));
        heights.add(crashed.head.height);
        for (const next of chain.blocks.slice(crashed.head.height + 1)) await crashed.commit(next);
        expect(hex(crashed.forest.root())).toBe(hex(chain.forest.root()));
        await crashed.close();
        await new Promise((resolve) => setImmediate(resolve));
      }
      await commit;
    }
    expect(heights.size).toBeGreaterThan(3);
    await store.close();
  }, 60_000);

  test("takes up a database one block ahead of the head file, refuses one behind it or beside it", async () => {
    using folder = temporaryFolder();
    const chain = await chainIn(folder.path);
    const options = storeOptions(folder.path, chain);
    const head = folder.join("head");
    const whole = readFileSync(head);
    truncateSync(head, whole.length - 44);
    const store = await openStore(options);
    expect(store.head.height).toBe(60);
    await store.close();
    expect(readFileSync(head)).toEqual(whole);

    writeFileSync(head, new Uint8Array(0));
    await expect(openStore(options)).rejects.toMatchObject({
      code: "storage.head_file_missing",
      values: { height: 60 },
    });

    const other = await newStore(folder.join("other"), [["founder", "v"]]);
    for (let block = 1; block <= 60; block++)
      await other.store.commit(other.chain.block([["x", `v${block}`]]));
    const beside = readFileSync(folder.join("other", "head"));
    writeFileSync(head, beside);
    await expect(openStore(options)).rejects.toMatchObject({
      code: "storage.head_differs",
      values: { height: 60 },
    });
    await other.store.commit(other.chain.block([["x", "v61"]]));
    await other.store.close();
    writeFileSync(head, readFileSync(folder.join("other", "head")));
    await expect(openStore(options)).rejects.toMatchObject({
      code: "storage.behind",
      values: { height: 60, headFileHeight: 61 },
    });
  });

  test("refuses a database whose newest blocks LevelDB silently dropped", async () => {
    using folder = temporaryFolder();
    const { chain, store } = await newStore(folder.join("live"), [["founder", "v"]]);
    for (let block = 1; block <= 30; block++) await store.commit(chain.block(changes(block)));
    const path = folder.join("crashed");
    cpSync(folder.join("live"), path, { recursive: true, filter: (file) => !file.endsWith("LOCK") });
    await store.close();
    const log = readdirSync(join(path, "db")).filter((file) => file.endsWith(".log"))[0]!;
    const size = statSync(join(path, "db", log)).size;
    expect(size).toBeGreaterThan(100_000);
    const bytes = readFileSync(join(path, "db", log));
    bytes[Math.floor(size / 2)]! ^= 1; // in the middle of LevelDB's own log
    writeFileSync(join(path, "db", log), bytes);
    const lost = folder.join("lost");
    cpSync(path, lost, { recursive: true });
    await expect(openStore(storeOptions(path, chain))).rejects.toMatchObject({
      code: "storage.corrupt",
      values: { file: log },
    });

    // Without its tail the log looks whole: only the head file tells.
    writeFileSync(join(lost, "db", log), bytes.subarray(0, Math.floor(size / 2)));
    await expect(openStore(storeOptions(lost, chain))).rejects.toMatchObject({
      code: "storage.behind",
      values: { headFileHeight: 30 },
    });
  });

  test("says 'locked' of a folder in use, even while its log is being written", async () => {
    using folder = temporaryFolder();
    const { chain, store } = await newStore(folder.path, [["founder", "v"]]);
    for (let block = 1; block <= 10; block++) {
      const commit = store.commit(chain.block(changes(block)));
      await expect(openStore(storeOptions(folder.path, chain))).rejects.toMatchObject({
        code: "storage.locked",
      });
      await commit;
    }
    await store.close();
  });

  test("is refused to another process", async () => {
    using folder = temporaryFolder();
    const { chain, store } = await newStore(folder.path, [["founder", "v"]]);
    const child = spawnSync(
      process.execPath,
      ["--input-type=module", "-e", OTHER_PROCESS, folder.join("db")],
      { cwd: import.meta.dirname },
    );
    expect(child.stdout.toString()).toBe("LEVEL_LOCKED");
    expect(store.head.height).toBe(0);
    await store.commit(chain.block(changes(1)));
    await store.close();
  });
});

const OTHER_PROCESS = `
  import { Level } from "level";
  await new Level(process.argv[1]).open().catch((error) => process.stdout.write(error.cause.code));
`;
