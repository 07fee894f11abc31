import { hex, suite } from "@jingzhun/ledger";
import { expect, test } from "vitest";
import { openKeyFile, readKeyFile } from "./key-file.ts";
import { sessionTexts } from "./texts.ts";

/** Written by the node's keystore for the seed 07…07. */
const FILE = {
  version: 1,
  role: "operator",
  publicKey: "ea4a6c63e29c520abef5507b132ec5f9954776aebebe7b92421eea691446d22c",
  kdf: { name: "scrypt", n: 16384, r: 8, p: 1, salt: "V0M2fkxq02s/3KzdkrJvgnnbNf11UDsjAITvpXgkMuA=" },
  cipher: {
    name: "xchacha20-poly1305",
    nonce: "8WQdx95iIeiv4LBTJVpA0EasyiSUeekV",
    sealed: "nL3CM9STOCNOduoqr3bdFOJeJGeLjpK8lO0lG12zcQry5sILgdou1NEWjACEGX4s",
  },
};
const read = (change: object = {}) => {
  const file = readKeyFile(JSON.stringify({ ...FILE, ...change }));
  if (!file.sealed) throw new Error("the file is sealed");
  return file;
};

test("a key file of the node's keystore opens in the browser, with its passphrase only", async () => {
  const seed = await openKeyFile(read(), "口令 passphrase");
  expect(hex(seed)).toBe("07".repeat(32));
  expect(hex(suite.publicKey(seed))).toBe(FILE.publicKey);
  const wrong = { text: sessionTexts.passphraseWrong };
  await expect(openKeyFile(read(), "口令 Passphrase")).rejects.toMatchObject(wrong);
  await expect(openKeyFile(read({ role: "admin" }), "口令 passphrase")).rejects.toMatchObject(wrong);
});

test("a demonstration operator's file opens without one", () => {
  const person = { name: "信息员", role: "village_clerk", organisation: "village", division: "433124110226" };
  const file = readKeyFile(JSON.stringify({ id: "clerk", key: "07".repeat(32), ...person }));
  expect(file).toEqual({ sealed: false, seed: new Uint8Array(32).fill(7), person });
});

test.each([
  ["text", "not json"],
  ["another scheme", JSON.stringify({ ...FILE, version: 2 })],
  ["a cost that would fill the memory", JSON.stringify({ ...FILE, kdf: { ...FILE.kdf, n: 2 ** 24 } })],
])("what isn't a key file says so: %s", (_, text) => {
  expect(() => readKeyFile(text)).toThrow(expect.objectContaining({ text: sessionTexts.fileInvalid }));
});

test("a node's own key signs nobody in", () => {
  const node = JSON.stringify({ ...FILE, role: "consensus" });
  expect(() => readKeyFile(node)).toThrow(expect.objectContaining({ text: sessionTexts.fileRole }));
});
