import { type Action, encodeSignedTx, hex, newId, suite, txId } from "@jingzhun/ledger";
import type { Random } from "../../random.ts";
import { type SimulatedGenesis, signedBy, VILLAGE } from "./genesis.ts";

/** A transaction of a simulated client, ready to be submitted. */
export interface ClientTx {
  /** hex */
  readonly id: string;
  readonly idBytes: Uint8Array;
  readonly bytes: Uint8Array;
  readonly expiresAt: number;
  readonly what: string;
}

const COUNTY = "433124000000";
const BUDGET_FEN = 1_000_000;

/**
 * What the clients of a simulation do: they register villages, some of them twice, and pass money down, more of it than
 * there is, so that blocks hold refusals too.
 */
export class Workload {
  readonly #genesis: SimulatedGenesis;
  readonly #random: Random;
  #made = 0;
  #villages: string[] = [];
  #indicators = 0;
  readonly #parent: string;
  readonly #bossSeed: Uint8Array;
  readonly #officerSeed: Uint8Array;

  constructor(genesis: SimulatedGenesis, random: Random) {
    this.#genesis = genesis;
    this.#random = random;
    this.#parent = newId("I", random.bytes(10));
    this.#bossSeed = random.bytes(32);
    this.#officerSeed = random.bytes(32);
  }

  /** The first few bring officers and money into being; each needs the one before. */
  setUp(now: number): ClientTx[] {
    const finance = this.#genesis.keys[0]!;
    const { organisation } = finance;
    return [
      this.#sign(finance.admin, now, "boss", [
        [
          "access.registerAdmin",
          { organisation, operator: "boss", publicKey: suite.publicKey(this.#bossSeed) },
        ],
      ]),
      this.#sign(this.#bossSeed, now, "officer", [
        [
          "access.registerOperator",
          {
            operator: "officer",
            publicKey: suite.publicKey(this.#officerSeed),
            roles: [{ role: "finance_officer", division: COUNTY }],
          },
        ],
      ]),
      this.#sign(this.#officerSeed, now, "issue", [
        [
          "fund.issue",
          {
            indicatorId: this.#parent,
            source: "county",
            class: "development",
            year: 2020,
            ...this.#received(organisation, BUDGET_FEN),
          },
        ],
      ]),
    ];
  }

  next(now: number): ClientTx {
    const random = this.#random;
    const host = this.#genesis.keys[1 % this.#genesis.keys.length]!;
    // Some expire before a block holds them.
    const validMs = random.chance(0.2) ? random.int(200, 3_000) : random.int(5_000, 120_000);
    if (random.chance(0.4)) {
      const action: Action = [
        "fund.allocate",
        {
          indicatorId: newId("I", random.bytes(10)),
          parentId: this.#parent,
          ...this.#received(this.#genesis.keys[0]!.organisation, random.int(1, BUDGET_FEN / 8)),
        },
      ];
      return this.#sign(this.#officerSeed, now, `allocate-${++this.#indicators}`, [action], validMs);
    }
    const again = this.#villages.length > 0 && random.chance(0.2);
    const village = again ? random.pick(this.#villages) : `village-${this.#villages.length}`;
    if (!again) this.#villages.push(village);
    return this.village(village, host.admin, now, validMs);
  }

  /** One that always applies. */
  fresh(now: number): ClientTx {
    const host = this.#genesis.keys[1 % this.#genesis.keys.length]!;
    return this.village(`fresh-${this.#made}`, host.admin, now, 600_000);
  }

  village(name: string, seed: Uint8Array, now: number, validMs: number): ClientTx {
    const village = { organisation: name, name: `村 ${name}`, kind: "village", division: VILLAGE };
    return this.#sign(seed, now, name, [["access.registerOrganisation", village]], validMs);
  }

  #received(organisation: string, amountFen: number) {
    const document = `演示财农〔2020〕${++this.#made}号`;
    return { division: COUNTY, organisation, amountFen, document, issuedOn: "2020-09-01" };
  }

  #sign(
    seed: Uint8Array,
    now: number,
    what: string,
    actions: readonly Action[],
    validMs = 600_000,
  ): ClientTx {
    this.#made++;
    const { chainId } = this.#genesis;
    const expiresAt = now + validMs;
    const tx = signedBy(seed, { chainId, nonce: this.#random.bytes(16), expiresAt, actions });
    const idBytes = txId(tx.body);
    return { id: hex(idBytes), idBytes, bytes: encodeSignedTx(tx), expiresAt, what };
  }
}
