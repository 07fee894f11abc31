import { describe, expect, it } from "vitest";
import {
  decodeGenesis,
  encodeGenesis,
  type Genesis,
  headerHash,
  paramsHash,
  validatorsHash,
} from "../block/index.ts";
import { hex, ZERO_HASH } from "../bytes/text.ts";
import { access } from "../domain/access/index.ts";
import { division } from "../domain/division/index.ts";
import { createRegistry } from "../domain/registry.ts";
import { statistics } from "../domain/statistics/index.ts";
import { decodedValue } from "./frozen.ts";
import { executeGenesis, genesisBlock, genesisSaltOf } from "./genesis.ts";
import { END_TX_INDEX } from "./state.ts";
import {
  GENESIS_TIME,
  genesisAttachment,
  keyIdOf,
  MemoryState,
  publicKeyOf,
  testGenesis,
} from "./test-chain.ts";

const registry = createRegistry([access, division, statistics]);
const genesis = testGenesis(registry);
const block = (g: Genesis = genesis) => genesisBlock(encodeGenesis(g), [genesisAttachment], registry);
const refusal = (changes: Partial<Genesis>) => () =>
  executeGenesis({ ...genesis, ...changes }, undefined, registry);

describe("genesis", () => {
  it("becomes records, all at the end of block 0 and by key bytes", () => {
    const { result } = block();
    const keys = result.entries.map((entry) => entry.key);
    expect(keys).toEqual([...keys].sort());
    expect(result.entries.map((e) => e.index)).toEqual(keys.map((_, i) => i + 1));
    expect(new Set(result.entries.map((e) => e.txIndex))).toEqual(new Set([END_TX_INDEX]));
    expect(result.entries.every((e) => e.class === "open" && e.version === 1 && e.last)).toBe(true);
    const state = new MemoryState();
    state.apply(result);
    expect(decodedValue(state.get("division/433124110226"))).toEqual({
      name: "十八洞村",
      level: "village",
      parent: "433124110000",
    });
    expect(decodedValue(state.get("organisation/town"))).toEqual({
      name: "town",
      kind: "township",
      division: "433124110000",
      status: "active",
      adminKeys: [keyIdOf("admin town")],
      hostedBy: "poverty",
    });
    for (const [word, kind] of [
      ["admin town", "admin"],
      ["consensus audit", "consensus"],
      ["network audit", "network"],
    ] as const) {
      expect(decodedValue(state.get(`key/${hex(keyIdOf(word))}`))).toEqual({
        publicKey: publicKeyOf(word),
        kind,
        organisation: word.split(" ")[1],
        status: "active",
      });
    }
    expect(decodedValue(state.get("governance/modules"))).toEqual(registry.versions);
  });

  it("has the header that DESIGN §5 describes", () => {
    const { header, headerBytes, hash, chainId } = block();
    expect(header).toMatchObject({
      chainId,
      epoch: 0,
      height: 0,
      timestamp: GENESIS_TIME,
      parentHash: ZERO_HASH,
      proposer: ZERO_HASH,
    });
    expect(header.nextValidatorsHash).toEqual(header.validatorsHash);
    expect(header.validatorsHash).toEqual(validatorsHash(genesis.validators));
    expect(header.paramsHash).toEqual(paramsHash(genesis.params));
    expect(hash).toEqual(headerHash(headerBytes));
  });

  it("has the same roots on every machine (golden)", () => {
    expect(hex(block().header.stateRoot)).toBe(GOLDEN_STATE_ROOT);
    expect(hex(block(decodeGenesis(encodeGenesis(genesis))).header.stateRoot)).toBe(GOLDEN_STATE_ROOT);
  });

  it("is the same with and without the founders' attachments, which are checked where they are at hand", () => {
    const bytes = encodeGenesis(genesis);
    expect(genesisBlock(bytes, undefined, registry).hash).toEqual(block().hash);
    expect(genesisSaltOf(genesis, [genesisAttachment])).toEqual(genesisAttachment.salt);
    const wrong = { ...genesisAttachment, salt: new Uint8Array(16) };
    expect(() => genesisBlock(bytes, [wrong], registry)).toThrow("genesis.attachment");
  });

  it("is refused where it contradicts itself", () => {
    const [first, ...others] = genesis.organisations;
    expect(refusal({ modules: { ...genesis.modules, access: 2 } })).toThrow(
      "genesis.module_version at modules.access",
    );
    expect(refusal({ organisations: [{ ...first!, division: "990000000000" }, ...others] })).toThrow(
      "genesis.division_unknown at organisations.0.division",
    );
    expect(refusal({ organisations: [{ ...first!, hostedBy: "nobody" }, ...others] })).toThrow(
      "genesis.organisation_unknown at organisations.0.hostedBy",
    );
    expect(refusal({ organisations: others })).toThrow("genesis.organisation_unknown");
    expect(refusal({ organisations: [{ ...first!, kind: "navy" }, ...others] })).toThrow(
      "genesis.record_invalid",
    );
    expect(
      refusal({ organisations: [{ ...first!, adminKeys: [publicKeyOf("network audit")] }, ...others] }),
    ).toThrow("genesis.record_twice at validators");
    expect(refusal({ records: [...genesis.records, ["operator/me", {}]] })).toThrow(
      "genesis.record_key at records.7",
    );
    expect(refusal({ records: [...genesis.records, ["unknown/me", {}]] })).toThrow(
      "genesis.record_key at records.7",
    );
    expect(refusal({ records: [["division/430000000000", { name: "湖南省" }]] })).toThrow(
      "genesis.record_invalid at records.0",
    );
    expect(refusal({ records: genesis.records.slice(1) })).toThrow("genesis.division_unknown at records");
  });
});

/** Changes only with a change of format, of the access, division or statistics records, or of the test genesis. */
const GOLDEN_STATE_ROOT = "afa01801eecff494ba39a216ea5ec4ff900714316a3b0d0f7a5f9fa29bb871fd";
