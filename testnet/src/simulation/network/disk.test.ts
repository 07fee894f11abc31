import type { Disk } from "@jingzhun/ledger/storage/disk";
import { describe, expect, test } from "vitest";
import { createRandom } from "../../random.ts";
import { SimulatedDatabases } from "./database.ts";
import { type DiskState, SimulatedFiles } from "./disk.ts";
import { Power, PowerCut } from "./power.ts";
import { Timeline } from "./timeline.ts";

const text = (words: string) => Buffer.from(words);
const steady = (): DiskState => ({ latency: () => 1, isFull: false, onChange: () => {} });

function mounted(): {
  files: SimulatedFiles;
  disk: Disk;
  power: Power;
  timeline: Timeline;
  state: DiskState;
} {
  const files = new SimulatedFiles();
  const power = new Power((error) => {
    throw error;
  });
  const timeline = new Timeline();
  const state = steady();
  return { files, disk: files.mount(power, timeline, state), power, timeline, state };
}

describe("a simulated disk", () => {
  test("keeps what was synced, whatever the seed, and loses or tears the rest with some", () => {
    const kept = new Set<string>();
    for (let seed = 0; seed < 60; seed++) {
      const { files, disk } = mounted();
      const file = disk.create("/a/wal");
      file.writeNow(text("synced"), 0);
      file.syncNow();
      disk.syncFolder("/a");
      file.writeNow(text(" and not"), 6);
      expect(files.synced("/a/wal")!.toString()).toBe("synced");
      files.cutPower(createRandom(String(seed)));
      const after = files.read("/a/wal")!.toString();
      expect(after.startsWith("synced")).toBe(true);
      kept.add(after);
    }
    expect(kept.has("synced")).toBe(true);
    expect(kept.has("synced and not")).toBe(true);
    expect(kept.size).toBeGreaterThan(3); // torn ones
  });

  test("may forget a name whose folder wasn't synced, and then the later ones too", () => {
    const found = new Set<string>();
    for (let seed = 0; seed < 60; seed++) {
      const { files, disk } = mounted();
      for (const name of ["1", "2"]) disk.create(`/a/${name}`).syncNow();
      files.cutPower(createRandom(String(seed)));
      found.add(["1", "2"].filter((name) => files.read(`/a/${name}`) !== undefined).join());
    }
    expect([...found].sort()).toEqual(["", "1", "1,2"]);
  });

  test("is full, and says so as a disk does", () => {
    const { disk, state } = mounted();
    state.isFull = true;
    expect(() => disk.create("/a")).toThrow(expect.objectContaining({ code: "ENOSPC" }));
  });

  test("lets nothing through once the power is gone, also in the middle of a change", () => {
    const { files, disk, power, state } = mounted();
    const file = disk.create("/a");
    state.onChange = () => {
      power.isOn = false;
    };
    expect(() => file.writeNow(text("too late"), 0)).toThrow(PowerCut);
    expect(files.read("/a")!.length).toBe(0);
  });
});

describe("a simulated database", () => {
  test("has a batch as a whole or not at all, and snapshots that stay", async () => {
    const ends = new Set<number>();
    for (let seed = 0; seed < 20; seed++) {
      const databases = new SimulatedDatabases();
      const { power, timeline, state } = mounted();
      const database = databases.open("db", power, timeline, state);
      const first = database.batch();
      first.put(text("a"), text("1"));
      const written = first.write({ sync: true });
      await timeline.run(5, () => {});
      await written;
      const snapshot = database.snapshot();
      const reading = { snapshot, keyEncoding: "view", valueEncoding: "view" } as const;
      const second = database.batch();
      second.put(text("a"), text("2"));
      second.put(text("b"), text("2"));
      void second.write({ sync: true });
      expect(database.getSync(text("b"))).toBeUndefined();
      power.isOn = false;
      databases.processEnded(createRandom(String(seed)));
      const both = [text("a"), text("b")].map((key) => String(database.getSync(key) ?? ""));
      expect([["1", ""].join(), ["2", "2"].join()]).toContain(both.join());
      ends.add(both.filter((value) => value === "2").length);
      expect(String(database.getSync(text("a"), reading))).toBe("1");
      expect(database.getSync(text("b"), reading)).toBeUndefined();
      const iterator = database.iterator({ gte: text("a"), snapshot });
      expect((await iterator.nextv(9)).map(([key, value]) => `${key}=${value}`)).toEqual(["a=1"]);
    }
    expect([...ends].sort()).toEqual([0, 2]);
  });
});
