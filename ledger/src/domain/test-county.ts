import { encode, type Value } from "../bytes/codec.ts";
import { hex } from "../bytes/text.ts";
import { decodedValue } from "../execute/frozen.ts";
import { keyIdOf, publicKeyOf, seedOf, TestChain, testGenesis } from "../execute/test-chain.ts";
import { encodeEndorsement, signEndorsement } from "../transaction/endorsement.ts";
import {
  type Action,
  type Attachment,
  attachmentId,
  attachmentRefs,
  type TxBody,
} from "../transaction/index.ts";
import type { Key, Operator } from "./access/schema.ts";
import type { ExampleSource } from "./examples.ts";
import { registry } from "./index.ts";
import type { Role } from "./permission.ts";

export const HUAYUAN = "433124000000";
export const SHIBADONG = "433124110226";
export const SHUANGLONG = "433124110227";
const NATION = "000000000000";

/** Everybody who works in the tests' county: word → organisation, role, division. */
export const STAFF: readonly (readonly [string, string, Role, string])[] = [
  ["clerk", "village", "village_clerk", SHIBADONG],
  ["cadre", "poverty", "cadre", "433124110000"],
  ["cadre2", "education", "cadre", "433124110000"],
  ["secretary", "poverty", "village_secretary", SHIBADONG],
  ["town", "town", "township_officer", "433124110000"],
  ["officer", "poverty", "county_officer", HUAYUAN],
  ["officer2", "civil", "county_officer", HUAYUAN],
  ["finance", "finance", "finance_officer", HUAYUAN],
  ["approver", "finance", "finance_approver", HUAYUAN],
  ["approver2", "finance", "finance_approver", HUAYUAN],
  ["auditor", "audit", "auditor", HUAYUAN],
  ["central", "centre", "finance_officer", NATION],
  ["prefecture", "prefecture", "finance_officer", "433100000000"],
  ["teller", "bank", "finance_officer", HUAYUAN],
  ["clerk-jishou", "jishou", "village_clerk", "433101000000"],
  ["director", "audit", "director", HUAYUAN],
];

const MORE_ORGANISATIONS = [
  ["centre", "finance", NATION],
  ["prefecture", "finance", "433100000000"],
  ["bank", "bank", HUAYUAN],
  ["jishou", "poverty", "433101000000"],
] as const;

/**
 * A chain with the county's organisations in its genesis, and its operators put straight into state: genesis
 * holds none, and how they come into being is tested elsewhere. `params`: domain parameters.
 */
export function testCounty(params: { [name: string]: Value } = {}): TestCounty {
  const base = testGenesis(registry, params, 100_000_000);
  const more = MORE_ORGANISATIONS.map(([id, kind, division]) => ({
    id,
    name: id,
    kind,
    division,
    adminKeys: [publicKeyOf(`admin ${id}`)],
  }));
  const chain = new TestChain(registry, { ...base, organisations: [...base.organisations, ...more] });
  for (const [word, organisation, role, division] of STAFF) {
    const operator: Operator = {
      organisation,
      status: "active",
      roles: [{ role, division, by: organisation }],
      keyId: keyIdOf(word),
    };
    const key: Key = {
      publicKey: publicKeyOf(word),
      kind: "operator",
      organisation,
      operator: word,
      status: "active",
    };
    for (const [name, value] of [
      [`operator/${word}`, operator],
      [`key/${hex(keyIdOf(word))}`, key],
    ] as const) {
      chain.state.records.set(name, { index: 1, version: 1, value: encode(value as Value) });
    }
  }
  return new TestCounty(chain);
}

export class TestCounty {
  readonly chain: TestChain;

  constructor(chain: TestChain) {
    this.chain = chain;
  }

  /** One block with one transaction; code and path of its refusal, or "applied". */
  act(signer: string, action: Action | Action[], attachments: readonly Attachment[] = []): string {
    const { outcome, detail } = this.try(signer, action, attachments);
    if (outcome.status === "applied") return "applied";
    // The true reason, also where the outcome may only say `restricted.refused`.
    return detail?.restricted && outcome.code === "restricted.refused" ? `(${detail.code})` : outcome.code;
  }

  try(signer: string, action: Action | Action[], attachments: readonly Attachment[] = []) {
    const actions = (typeof action[0] === "string" ? [action] : action) as Action[];
    // Those that the actions name: cases that drop one from the payload needn't drop it here.
    const body: TxBody = {
      chainId: this.chain.chainId,
      senderKeyId: keyIdOf(signer),
      nonce: new Uint8Array(16),
      expiresAt: 0,
      actions,
    };
    const named = new Set(attachmentRefs(body).map((ref) => hex(ref.id)));
    const sent = attachments.filter((attachment) => named.has(hex(attachmentId(attachment))));
    const result = this.chain.block(this.chain.tx(signer, actions, { attachments: sent }));
    return { outcome: result.outcomes[0]!, detail: result.rejections.get(0), result };
  }

  /** The decoded value of a record. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look at values of every type
  value(key: string): any {
    return decodedValue(this.chain.state.get(key));
  }

  counters(division: string, period = "current"): { [name: string]: number } {
    return this.value(`statistics/${division}/${period}`)?.counters ?? {};
  }

  restrictedCounters(division: string, period = "current"): { [name: string]: number } {
    return this.value(`statistics/${division}/${period}/restricted`)?.counters ?? {};
  }

  /** All rows of an index under a prefix, as the store would list them. */
  rows({ index, prefix }: { index: string; prefix: string }): string[] {
    const rows: string[] = [];
    for (const [key, record] of this.chain.state.records) {
      const rowsOf = record.value === undefined ? undefined : registry.indexRows(key);
      for (const row of rowsOf?.(record.value!) ?? []) {
        if (row.startsWith(`${index}/${prefix}`)) rows.push(row.slice(index.length + 1));
      }
    }
    return rows.sort();
  }

  advance(days: number): void {
    this.chain.time += days * 86_400_000;
  }

  /** Registers a key for the household, as the township does. */
  giveHouseholdKey(household: string, word: string): void {
    const outcome = this.act("town", [
      "access.registerHouseholdKey",
      { household, publicKey: publicKeyOf(word) },
    ]);
    if (outcome !== "applied") throw new Error(outcome);
  }

  endorsement(signer: string, statementHash: Uint8Array, validMs = 86_400_000): Uint8Array {
    const now = this.chain.time;
    return encodeEndorsement(
      signEndorsement(
        {
          chainId: this.chain.chainId,
          keyId: keyIdOf(signer),
          statementHash,
          occurredAt: now,
          validUntil: now + validMs,
        },
        seedOf(signer),
      ),
    );
  }
}

/** SplitMix32: seeded, the same for ever. */
export function testSource(seed: number): ExampleSource {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x9e3779b9) >>> 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  };
  const source: ExampleSource = {
    int: (low, high) => low + (next() % (high - low + 1)),
    pick: (items) => items[next() % items.length]!,
    chance: (probability) => next() / 2 ** 32 < probability,
    bytes: (length) => Uint8Array.from({ length }, () => next() & 255),
  };
  return source;
}
