import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { decode, encode, type Value } from "@jingzhun/ledger";

/**
 * Values that this process hands out and recognises when they come back: challenges and tokens. An
 * HMAC under a secret that lives only in this process's memory binds them to this node and ends them all
 * at a restart; nothing is stored for them, so nobody can fill the memory by asking.
 */
export class Sealer {
  readonly #secret = randomBytes(32);

  seal(purpose: "challenge" | "token", value: Value): string {
    const bytes = encode(value);
    return `${Buffer.from(bytes).toString("base64url")}.${this.#mac(purpose, bytes).toString("base64url")}`;
  }

  /** undefined for anything that this process didn't seal for this purpose. */
  open(purpose: "challenge" | "token", sealed: string): Value | undefined {
    const [body = "", mac = "", rest] = sealed.split(".");
    if (rest !== undefined) return undefined;
    const bytes = Buffer.from(body, "base64url");
    const given = Buffer.from(mac, "base64url");
    // One text for each value: a decoder that passes over stray bits and signs would know others for the same.
    if (bytes.toString("base64url") !== body || given.toString("base64url") !== mac) return undefined;
    const expected = this.#mac(purpose, bytes);
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
    return decode(new Uint8Array(bytes));
  }

  #mac(purpose: string, bytes: Uint8Array): Buffer {
    return createHmac("sha256", this.#secret).update(`jz-api:${purpose}:`).update(bytes).digest();
  }
}
