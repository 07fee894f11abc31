import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { utf8 } from "@jingzhun/ledger";
import { describe, expect, it } from "vitest";
import { WAL_RECORD_BYTES_MAX, WAL_ROTATE_BYTES } from "../limits.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { openWal } from "./wal.ts";

const texts = (records: readonly Uint8Array[]) => records.map((record) => new TextDecoder().decode(record));
const files = (folder: string) => readdirSync(folder).sort();

describe("the write-ahead log", () => {
  it("brings back what was appended, in order, empty records too", async () => {
    using folder = temporaryFolder();
    const wal = openWal(folder.path);
    await wal.append([utf8("a"), utf8("")]);
    await Promise.all([wal.append([utf8("b")]), wal.append([]), wal.append([utf8("c"), utf8("d")])]);
    expect(texts(wal.records())).toEqual(["a", "", "b", "c", "d"]);
    await wal.close();
    const again = openWal(folder.path);
    expect(again.torn).toBeNull();
    expect(texts(again.records())).toEqual(["a", "", "b", "c", "d"]);
    await again.close();
  });

  it("forgets what lies before a cut", async () => {
    using folder = temporaryFolder();
    const wal = openWal(folder.path);
    await wal.append([utf8("height 1")]);
    await wal.cut();
    expect(wal.records()).toEqual([]);
    await wal.append([utf8("height 2")]);
    await wal.close();
    const again = openWal(folder.path);
    expect(texts(again.records())).toEqual(["height 2"]);
    await again.close();
  });

  it("begins a new file at a cut of a long one, and removes the old", async () => {
    using folder = temporaryFolder();
    const wal = openWal(folder.path);
    const long = new Uint8Array(WAL_ROTATE_BYTES - 10).fill(7);
    await wal.append([long]);
    await Promise.all([wal.append([utf8("last of height 1")]), wal.cut(), wal.append([utf8("height 2")])]);
    expect(files(folder.path)).toEqual(["wal-0000000002"]);
    await wal.append([utf8("more")]);
    await wal.close();
    const again = openWal(folder.path);
    expect(texts(again.records())).toEqual(["height 2", "more"]);
    await again.close();
  });

  it("goes on with the newer file when a crash broke off a rotation", async () => {
    using folder = temporaryFolder();
    const wal = openWal(folder.path);
    await wal.append([utf8("of a decided height")]);
    await wal.close();
    for (const begun of [new Uint8Array(0), utf8("JZW")]) {
      writeFileSync(join(folder.path, "wal-0000000002"), begun);
      const again = openWal(folder.path);
      expect(again.records()).toEqual([]);
      expect(files(folder.path)).toEqual(["wal-0000000002"]);
      await again.append([utf8("next")]);
      await again.close();
    }
  });

  it("cuts a tail torn at any byte, reports it, and goes on behind it", async () => {
    using folder = temporaryFolder();
    const source = join(folder.path, "source");
    const wal = openWal(source);
    const ends = [wal.bytes];
    const written = ["proposal of round 0", "", "prepared certificate", "commit"];
    for (const text of written) {
      await wal.append([utf8(text)]);
      ends.push(wal.bytes);
    }
    await wal.close();
    const [name] = files(source) as [string];
    const length = ends.at(-1)!;
    for (let end = 0; end <= length; end++) {
      const torn = join(folder.path, `torn-${end}`);
      mkdirSync(torn);
      copyFileSync(join(source, name), join(torn, name));
      truncateSync(join(torn, name), end);
      const whole = ends.filter((at) => at <= end).length - 1;
      const reopened = openWal(torn);
      expect(texts(reopened.records())).toEqual(written.slice(0, Math.max(0, whole)));
      const at = whole < 0 ? 0 : ends[whole]!;
      expect(reopened.torn).toEqual(end === at ? null : { file: name, bytes: end - at, at });
      await reopened.append([utf8("after the crash")]);
      await reopened.close();
      const last = openWal(torn);
      expect(last.torn).toBeNull();
      expect(texts(last.records()).at(-1)).toBe("after the crash");
      expect(last.records().length).toBe(Math.max(0, whole) + 1);
      await last.close();
    }
  });

  it("cuts a tail of zeros or of other bytes", async () => {
    using folder = temporaryFolder();
    for (const [i, tail] of [
      new Uint8Array(100),
      new Uint8Array(100).fill(255),
      utf8("x".repeat(50)),
    ].entries()) {
      const path = join(folder.path, String(i));
      const wal = openWal(path);
      await wal.append([utf8("kept")]);
      await wal.close();
      const [name] = files(path) as [string];
      appendFileSync(join(path, name), tail);
      const again = openWal(path);
      expect(again.torn?.bytes).toBe(tail.length);
      expect(texts(again.records())).toEqual(["kept"]);
      await again.close();
    }
  });

  it("finds a flipped bit anywhere in a record", async () => {
    using folder = temporaryFolder();
    const wal = openWal(join(folder.path, "source"));
    await wal.append([utf8("first"), utf8("second")]);
    await wal.close();
    const [name] = files(join(folder.path, "source")) as [string];
    const bytes = readFileSync(join(folder.path, "source", name));
    const secondAt = bytes.length - 9 - "second".length;
    for (let bit = secondAt * 8; bit < bytes.length * 8; bit++) {
      const flipped = Buffer.from(bytes);
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      const path = join(folder.path, String(bit));
      mkdirSync(path);
      writeFileSync(join(path, name), flipped);
      const again = openWal(path);
      expect(texts(again.records())).toEqual(["first"]);
      expect(again.torn?.at).toBe(secondAt);
      await again.close();
    }
  });

  it("refuses records over the limit, and everything once closed", async () => {
    using folder = temporaryFolder();
    const wal = openWal(folder.path);
    await expect(wal.append([new Uint8Array(WAL_RECORD_BYTES_MAX + 1)])).rejects.toMatchObject({
      code: "wal.too_long",
    });
    expect(wal.records()).toEqual([]);
    await wal.close();
    await wal.close();
    await expect(wal.append([utf8("late")])).rejects.toMatchObject({ code: "wal.closed" });
  });
});
