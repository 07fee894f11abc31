import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as block from "../block/index.ts";
import {
  decode,
  encode,
  fromHex,
  type GoldenVector,
  goldenFields,
  goldenText,
  hex,
  type Value,
} from "../bytes/index.ts";
import { portableSuite, signatureInput, suite } from "../crypto/index.ts";
import * as tx from "../transaction/index.ts";
import { vectors } from "./cases.ts";

const folder = new URL("../../vectors/", import.meta.url);
const text = (file: string) => readFileSync(new URL(`${file}.json`, folder), "utf8");
const read = (file: string) => JSON.parse(text(file)) as GoldenVector[];

/** The struct of each file: how its bytes are read and written. */
const structs: {
  [file: string]: { decode: (bytes: Uint8Array) => unknown; encode: (fields: never) => Uint8Array };
} = {
  codec: { decode, encode: (value: Value) => encode(value) },
  "tx-body": { decode: tx.decodeTxBody, encode: tx.encodeTxBody },
  tx: { decode: tx.decodeTx, encode: tx.encodeTx },
  "signed-tx": { decode: tx.decodeSignedTx, encode: tx.encodeSignedTx },
  attachment: { decode: tx.decodeAttachment, encode: tx.encodeAttachment },
  outcome: { decode: tx.decodeOutcome, encode: tx.encodeOutcome },
  event: { decode: tx.decodeEvent, encode: tx.encodeEvent },
  endorsement: { decode: tx.decodeEndorsement, encode: tx.encodeEndorsement },
  stored: { decode: tx.decodeStored, encode: tx.encodeStored },
  "signed-stored": { decode: tx.decodeSignedStored, encode: tx.encodeSignedStored },
  validators: { decode: block.decodeValidators, encode: block.encodeValidators },
  header: { decode: block.decodeHeader, encode: block.encodeHeader },
  vote: { decode: block.decodeVote, encode: block.encodeVote },
  "round-change": { decode: block.decodeRoundChange, encode: block.encodeRoundChange },
  evidence: { decode: block.decodeEvidence, encode: block.encodeEvidence },
  certificate: { decode: block.decodeCertificate, encode: block.encodeCertificate },
  params: { decode: block.decodeParams, encode: block.encodeParams },
  genesis: { decode: block.decodeGenesis, encode: block.encodeGenesis },
};

describe("golden vectors", () => {
  it("are what the code computes; a change of format is a decision, then `npm run vectors -w ledger`", () => {
    const computed = vectors(suite);
    for (const [file, list] of Object.entries(computed)) expect(text(file), file).toBe(goldenText(list));
    const files = readdirSync(folder).map((name) => name.replace(/\.json$/, ""));
    expect(files.filter((name) => !name.startsWith("ed25519-")).sort()).toEqual(Object.keys(computed).sort());
  });

  it.each(Object.entries(structs))("%s: fields and bytes are each other's only form", (file, struct) => {
    for (const { fields, bytes } of read(file)) {
      expect(struct.decode(fromHex(bytes))).toEqual(goldenFields(fields));
      expect(hex(struct.encode(goldenFields(fields) as never))).toBe(bytes);
    }
  });

  it("carry signatures that both suites accept", () => {
    const signed = {
      "tx-body": "tx",
      stored: "stored",
      vote: "consensus",
      "round-change": "consensus",
    } as const;
    let count = 0;
    for (const [file, domain] of Object.entries(signed)) {
      for (const { fields, bytes, computed } of read(file)) {
        const { chainId } = fields as { chainId: string };
        const message = signatureInput(domain, chainId, fromHex(bytes));
        for (const { verify } of [suite, portableSuite]) {
          expect(verify(fromHex(computed["signature"]!), message, fromHex(computed["publicKey"]!))).toBe(
            true,
          );
          count++;
        }
      }
    }
    expect(count).toBe(2 * (2 + 1 + 3 + 2));
    const set = goldenFields(read("validators")[0]!.fields) as block.ValidatorSet;
    const { chainId } = read("vote")[0]!.fields as { chainId: string };
    block.verifyCertificate(block.decodeCertificate(fromHex(read("certificate")[0]!.bytes)), chainId, set);
    for (const { bytes } of read("evidence"))
      block.verifyEvidence(block.decodeEvidence(fromHex(bytes)), chainId);
    const endorsement = read("endorsement")[0]!;
    const key = fromHex(endorsement.computed["publicKey"]!);
    expect(tx.verifyEndorsement(tx.decodeEndorsement(fromHex(endorsement.bytes)), key)).toBe(true);
  });
});
