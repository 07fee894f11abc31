import { appendFileSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { hostDisk } from "./disk.ts";
import { HeadFile } from "./head-file.ts";
import { temporaryFolder } from "./test-chain.ts";

const hash = (n: number) => new Uint8Array(32).fill(n);

test("keeps the newest head, and cuts a torn or damaged tail", async () => {
  using folder = temporaryFolder();
  let file = await HeadFile.open(folder.path);
  expect(file.last).toBeUndefined();
  for (let height = 0; height <= 5; height++) await file.append({ height, hash: hash(height) });
  await file.close();

  appendFileSync(folder.join("head"), new Uint8Array(17)); // a record that the power cut in half
  file = await HeadFile.open(folder.path);
  expect([file.last, file.torn]).toEqual([{ height: 5, hash: hash(5) }, 17]);
  await file.append({ height: 6, hash: hash(6) });
  await file.close();

  const bytes = readFileSync(folder.join("head"));
  bytes[bytes.length - 10]! ^= 4; // a flipped bit in the newest record
  writeFileSync(folder.join("head"), bytes);
  file = await HeadFile.open(folder.path);
  expect([file.last, file.torn]).toEqual([{ height: 5, hash: hash(5) }, 44]);
  await file.close();
});

test("begins anew when it is long, and keeps the newest head", async () => {
  using folder = temporaryFolder();
  let file = await HeadFile.open(folder.path, hostDisk, 44 * 10);
  for (let height = 0; height < 35; height++) {
    await file.append({ height, hash: hash(height) });
    expect(statSync(folder.join("head")).size).toBeLessThanOrEqual(440);
  }
  await file.close();
  file = await HeadFile.open(folder.path, hostDisk, 44 * 10);
  expect([file.last, file.torn]).toEqual([{ height: 34, hash: hash(34) }, 0]);
  await file.close();
});
