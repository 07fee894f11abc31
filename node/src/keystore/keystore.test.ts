import { closeSync, openSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "@jingzhun/ledger";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../temporary-folder.ts";
import { createKey, openKey, readKeyFile, SCRYPT_N_TEST } from "./keystore.ts";
import { readPassphrase } from "./passphrase.ts";

const settings = { role: "consensus", scryptN: SCRYPT_N_TEST } as const;

describe("the keystore", () => {
  it("opens with its passphrase only, and never overwrites", async () => {
    using folder = temporaryFolder();
    const file = join(folder.path, "consensus.json");
    const made = await createKey(file, "口令 passphrase", settings);
    expect(made.publicKey).toEqual(suite.publicKey(made.seed));
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, "utf8")).not.toContain(Buffer.from(made.seed).toString("base64"));
    expect(await openKey(file, "口令 passphrase", "consensus")).toEqual(made);
    await expect(openKey(file, "口令 Passphrase")).rejects.toMatchObject({ code: "keystore.passphrase" });
    await expect(openKey(file, "口令 passphrase", "network")).rejects.toMatchObject({
      code: "keystore.role",
    });
    await expect(createKey(file, "other", settings)).rejects.toMatchObject({ code: "keystore.exists" });
    await expect(openKey(`${file}x`, "x")).rejects.toMatchObject({ code: "keystore.missing" });
  });

  it("takes the same passphrase typed with combining characters", async () => {
    using folder = temporaryFolder();
    const file = join(folder.path, "key.json");
    const seed = new Uint8Array(32).fill(5);
    await createKey(file, "caf\u00e9", { ...settings, seed });
    expect((await openKey(file, "cafe\u0301")).seed).toEqual(seed);
  });

  it("finds whatever was changed in the file", async () => {
    using folder = temporaryFolder();
    const file = join(folder.path, "key.json");
    await createKey(file, "p", settings);
    const content = readKeyFile(file);
    const changed = async (change: object) => {
      writeFileSync(file, JSON.stringify({ ...content, ...change }));
      return openKey(file, "p").then(
        () => "opened",
        (error: { code: string }) => error.code,
      );
    };
    expect(await changed({ role: "network" })).toBe("keystore.passphrase");
    expect(await changed({ publicKey: "0".repeat(64) })).toBe("keystore.passphrase");
    expect(await changed({ kdf: { ...content.kdf, n: 2 ** 15 } })).toBe("keystore.passphrase");
    expect(await changed({ kdf: { ...content.kdf, n: 2 ** 13 } })).toBe("keystore.invalid");
    expect(await changed({ kdf: { ...content.kdf, name: "none" } })).toBe("keystore.invalid");
    expect(await changed({ version: 2 })).toBe("keystore.invalid");
    expect(await changed({ more: 1 })).toBe("keystore.invalid");
    expect(await changed({})).toBe("opened");
    writeFileSync(file, "{");
    await expect(openKey(file, "p")).rejects.toMatchObject({ code: "keystore.invalid" });
  });
});

describe("the passphrase", () => {
  it("comes from a descriptor, else the environment, else a file", () => {
    using folder = temporaryFolder();
    const file = join(folder.path, "passphrase");
    writeFileSync(file, "from the file\n");
    expect(readPassphrase({ file })).toBe("from the file");
    expect(readPassphrase({ environment: "from the environment", file })).toBe("from the environment");
    const fd = openSync(file, "r");
    expect(readPassphrase({ fd, environment: "from the environment" })).toBe("from the file");
    closeSync(fd);
  });

  it("is missing, unreadable or empty, and says where", () => {
    using folder = temporaryFolder();
    const file = join(folder.path, "passphrase");
    expect(() => readPassphrase({})).toThrow(expect.objectContaining({ code: "keystore.no_passphrase" }));
    const source = { code: "keystore.passphrase_source", values: { source: file, problem: "ENOENT" } };
    expect(() => readPassphrase({ file })).toThrow(expect.objectContaining(source));
    writeFileSync(file, "\n");
    expect(() => readPassphrase({ file })).toThrow(
      expect.objectContaining({ values: { source: file, problem: "empty" } }),
    );
  });
});
