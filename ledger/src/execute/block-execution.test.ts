import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encode } from "../bytes/codec.ts";
import { hex } from "../bytes/text.ts";
import { recordKeyHash, suite } from "../crypto/index.ts";
import { access } from "../domain/access/index.ts";
import { division } from "../domain/division/index.ts";
import { createRegistry } from "../domain/registry.ts";
import { statistics } from "../domain/statistics/index.ts";
import { JzError } from "../errors.ts";
import { FIRST_SECRET, nextSecret } from "../log/salt.ts";
import { type Action, type Attachment, attachmentId } from "../transaction/index.ts";
import { aggregateSecret } from "./aggregate-secret.ts";
import { BlockExecution } from "./block-execution.ts";
import { BlockInvalid, ExecutionAssertion } from "./errors.ts";
import { decodedValue } from "./frozen.ts";
import { simulate } from "./simulate.ts";
import { DUE_TX_INDEX, END_TX_INDEX } from "./state.ts";
import { GENESIS_TIME, TestChain, testGenesis } from "./test-chain.ts";
import { sample } from "./test-module.ts";

const registry = createRegistry([access, division, statistics, sample]);
const chain = () => new TestChain(registry);
const admin = "admin poverty";
const write = (note: string, text: string): Action => ["sample.write", { note, text }];
const value = (c: TestChain, key: string) => decodedValue(c.state.get(key));
const refused = (code: string, path = "") => ({ status: "rejected", code, path });
const restricted = (age: number, salt = age): Attachment => ({
  class: "restricted",
  salt: new Uint8Array(16).fill(salt),
  bytes: encode({ age }),
});

describe("a transaction", () => {
  it("applies all its actions, and gives one entry per changed key, by key bytes", () => {
    const c = chain();
    const first = c.head.forest.count;
    const { result } = c.act(admin, write("bb", "1"), write("aa", "2"), write("bb", "3"));
    expect(result.outcomes).toEqual([{ status: "applied" }]);
    expect(result.entries.map((e) => [e.index, e.key, e.version, e.txIndex, e.previous])).toEqual([
      [first, "note/aa", 1, 0, 0],
      [first + 1, "note/bb", 1, 0, 0],
    ]);
    expect(value(c, "note/bb")).toEqual({ text: "3", by: "poverty" });
    expect(result.events.map((e) => [e.txIndex, e.type])).toEqual(Array(3).fill([0, "sample.written"]));
  });

  it("gives no entry for a key whose bytes stay, and one entry for each transaction that changes it", () => {
    const c = chain();
    c.act(admin, write("aa", "1"));
    expect(c.act(admin, write("aa", "1")).result.entries).toEqual([]);
    expect(c.act(admin, write("aa", "2"), write("aa", "1")).result.entries).toEqual([]);
    expect(c.act(admin, ["sample.remove", { note: "zz" }]).result.entries).toEqual([]);
    const { entries } = c.block(
      c.tx(admin, [write("aa", "2")]),
      c.tx(admin, [["sample.remove", { note: "aa" }]]),
    );
    expect(entries.map((e) => [e.version, e.value === undefined, e.last])).toEqual([
      [2, false, false],
      [3, true, true],
    ]);
    expect(entries[1]!.previous).toBe(entries[0]!.index);
    const again = c.act(admin, write("aa", "9")).result.entries[0]!;
    expect([again.version, again.previous]).toEqual([4, entries[1]!.index]);
  });

  it("changes nothing when any action refuses; the outcome says where", () => {
    const c = chain();
    const root = c.root();
    const { outcome, result } = c.act(admin, write("aa", "1"), [
      "sample.fail",
      { how: "refuse", note: "bb" },
    ]);
    expect(outcome).toEqual(refused("sample.no", "actions.1.how"));
    expect(result.entries).toEqual([]);
    expect(result.events).toEqual([]);
    expect(c.root()).toBe(root);
    expect(result.rejectedCost).toBe(result.cost);
  });

  it("is refused with code and path for what it carries", () => {
    const c = chain();
    expect(c.act(admin, ["sample.unknown", {}]).outcome).toEqual(refused("action.unknown", "actions.0.type"));
    expect(c.act(admin, ["sample.write", { note: "aa", text: 5 }]).outcome).toEqual(
      refused("payload.invalid", "actions.0.text"),
    );
    expect(
      c.act(admin, write("aa", "1"), ["sample.write", { note: "aa", text: "", more: 1 }]).outcome,
    ).toEqual(refused("payload.invalid", "actions.1.more"));
    expect(
      c.act(admin, ["access.grantRole", { operator: "xx", role: "cadre", division: "433124000000" }]).outcome,
    ).toEqual(refused("permission.role", "actions.0"));
    expect(c.act(admin, ["sample.write", { note: "aa", text: "", expectVersion: 3 }]).outcome).toEqual(
      refused("version.conflict", "actions.0.expectVersion"),
    );
  });

  it("that throws what isn't a refusal is an assertion with its id, and leaves the block as it was", () => {
    for (const how of ["throw", "mutate", "misfit"]) {
      const c = chain();
      const execution = c.begin();
      const bad = c.tx(admin, [["sample.fail", { how, note: "aa" }]]);
      let thrown: unknown;
      try {
        execution.execute(bad);
      } catch (error) {
        thrown = error;
      }
      expect(thrown).toBeInstanceOf(ExecutionAssertion);
      expect((thrown as ExecutionAssertion).txId).toEqual(bad.id);
      execution.execute(c.tx(admin, [write("cc", "1")]));
      const other = chain();
      other.act(admin, write("cc", "1"));
      c.seal(execution);
      expect(c.root()).toBe(other.root());
    }
  });

  it("that costs more than a block may is rejected when alone, at the cost of the block", () => {
    const c = new TestChain(registry, testGenesis(registry, {}, 5_000));
    const { outcome, result } = c.act(admin, ["sample.fail", { how: "spend", note: "aa" }]);
    expect(outcome).toEqual(refused("tx.cost"));
    expect(result.cost).toBe(5_000);
    const execution = c.begin();
    execution.execute(c.tx(admin, [write("aa", "1")]));
    expect(() => execution.execute(c.tx(admin, [["sample.fail", { how: "spend", note: "aa" }]]))).toThrow(
      "block.cost",
    );
  });

  it("costs what params say", () => {
    const dear = new TestChain(registry, testGenesis(registry, { "cost.sample.write": 1_000 }));
    const cheap = chain();
    const [a, b] = [dear, cheap].map((c) => c.act(admin, write("aa", "1")).result.cost);
    expect(a! - b!).toBe(990);
  });
});

describe("what a block may hold", () => {
  const invalid = (run: () => unknown) => {
    try {
      run();
    } catch (error) {
      expect(error).toBeInstanceOf(BlockInvalid);
      return (error as BlockInvalid).code;
    }
    return "nothing";
  };

  it("only what is in time: t < expiresAt ≤ t + 15 min", () => {
    const c = chain();
    const execution = c.begin();
    const at = (expiresAt: number) =>
      invalid(() => execution.execute(c.tx(admin, [write("aa", "1")], { expiresAt })));
    expect(at(c.time)).toBe("block.expired");
    expect(at(c.time + 1)).toBe("nothing");
    expect(at(c.time + 900_000)).toBe("nothing");
    expect(at(c.time + 900_001)).toBe("block.expiry_window");
  });

  it("nothing twice, nothing of another chain, nothing of an unknown key", () => {
    const c = chain();
    const tx = c.tx(admin, [write("aa", "1")]);
    const execution = c.begin();
    execution.execute(tx);
    expect(invalid(() => execution.execute(tx))).toBe("block.replayed");
    c.seal(execution);
    const next = c.begin();
    expect(invalid(() => next.execute(tx))).toBe("block.replayed");
    const other = { ...c.tx(admin, [write("aa", "1")]) };
    expect(invalid(() => next.execute({ ...other, body: { ...other.body, chainId: "x" } }))).toBe(
      "block.chain_id",
    );
    expect(invalid(() => next.execute(c.tx("stranger", [write("aa", "1")])))).toBe("block.unknown_key");
  });

  it("no key registered in this very block", () => {
    const c = chain();
    const register: Action = [
      "access.registerAdmin",
      { operator: "boss", organisation: "poverty", publicKey: suite.publicKey(new Uint8Array(32).fill(1)) },
    ];
    const execution = c.begin();
    expect(execution.execute(c.tx(admin, [register])).status).toBe("applied");
    expect(invalid(() => execution.execute(c.tx("boss", [write("aa", "1")])))).toBe("block.unknown_key");
  });

  it("rejected ones up to a tenth of the cost, one always", () => {
    const c = new TestChain(registry, testGenesis(registry, {}, 5_000));
    const execution = c.begin();
    const fail = () => execution.execute(c.tx(admin, [["sample.fail", { how: "refuse", note: "aa" }]]));
    let n = 0;
    let code = "nothing";
    while (code === "nothing") {
      code = invalid(fail);
      if (code === "nothing") n++;
    }
    expect(code).toBe("block.rejected_cost");
    expect(execution.rejectedCost).toBeLessThanOrEqual(500);
    expect(n).toBeGreaterThan(1);
    const tight = new TestChain(registry, testGenesis(registry, {}, 1_000));
    const single = tight.begin();
    const one = () =>
      single.execute(
        tight.tx(admin, [["sample.fail", { how: "refuse", note: "aa" }], write("bb", "x".repeat(2_000))]),
      );
    expect(one().status).toBe("rejected");
    expect(invalid(one)).toBe("block.rejected_cost");
  });

  it("no more rejected ones of one sender than others leave room for", () => {
    const c = chain();
    const execution = c.begin();
    const fail = (who: string) =>
      execution.execute(c.tx(who, [["sample.fail", { how: "refuse", note: "aa" }]]));
    for (let i = 0; i < 64; i++) fail(admin);
    expect(invalid(() => fail(admin))).toBe("block.rejected_sender");
    expect(fail("admin finance").status).toBe("rejected");
  });

  it("no transaction whose restricted attachments aren't here", () => {
    const c = chain();
    const attachment = restricted(30);
    const tx = c.tx(admin, [["sample.restrict", { note: "aa", restricted: attachmentId(attachment) }]], {
      attachments: [attachment],
    });
    const without = { ...tx, restricted: new Map([...tx.restricted.keys()].map((id) => [id, undefined])) };
    expect(invalid(() => c.begin().execute(without))).toBe("block.attachment_missing");
  });
});

describe("restricted records", () => {
  const restrict = (c: TestChain, note: string, attachment: Attachment, refuseUnder?: number) =>
    c.block(
      c.tx(
        admin,
        [
          [
            "sample.restrict",
            { note, restricted: attachmentId(attachment), ...(refuseUnder ? { refuseUnder } : {}) },
          ],
        ],
        {
          attachments: [attachment],
        },
      ),
    );

  it("have a running secret from their subject's salts, and a salt of each version from it", () => {
    const c = chain();
    const first = restrict(c, "aa", restricted(30)).entries[0]!;
    const secret1 = nextSecret(FIRST_SECRET, [restricted(30).salt]);
    const salt = (secret: Uint8Array, index: number) => {
      const message = new Uint8Array(40);
      message.set(recordKeyHash("note/aa/secret"));
      new DataView(message.buffer).setBigUint64(32, BigInt(index));
      return suite.hmac(secret, message);
    };
    expect(first.secret).toEqual(secret1);
    expect(first.salt).toEqual(salt(secret1, first.index));
    const older = c.act(admin, ["sample.older", { note: "aa" }]).result.entries[0]!;
    expect(older.secret).toEqual(secret1);
    expect(older.salt).toEqual(salt(secret1, older.index));
    const again = restrict(c, "aa", restricted(40)).entries[0]!;
    expect(again.secret).toEqual(nextSecret(secret1, [restricted(40).salt]));
  });

  it("are created only with an attachment of their subject", () => {
    const c = chain();
    expect(c.act(admin, ["sample.older", { note: "aa" }]).outcome).toEqual(refused("attachment.required"));
  });

  it("say nothing by what a transaction costs either", () => {
    const c = chain();
    const attachment = restricted(30);
    const { outcomes, rejections } = c.block(
      c.tx(
        admin,
        [
          ["sample.restrict", { note: "aa", restricted: attachmentId(attachment) }],
          ["sample.fail", { how: "spend", note: "aa" }],
        ],
        { attachments: [attachment] },
      ),
    );
    expect(outcomes).toEqual([refused("restricted.refused")]);
    expect(rejections.get(0)).toMatchObject({ code: "tx.cost", restricted: true });
  });

  it("say nothing in outcomes: one code, no path; the reason stays inside", () => {
    const c = chain();
    const result = restrict(c, "aa", restricted(30), 60);
    expect(result.outcomes[0]).toEqual(refused("restricted.refused"));
    expect(result.rejections.get(0)).toEqual({
      code: "sample.age",
      path: "actions.0.age",
      values: { age: 30 },
      restricted: true,
    });
    const bad: Attachment = { ...restricted(30), bytes: encode({ age: "thirty" }) };
    expect(restrict(c, "aa", bad).outcomes[0]).toEqual(refused("restricted.refused"));
  });

  it("refuse an attachment for two subjects, and one that nothing uses", () => {
    const c = chain();
    const attachment = restricted(30);
    const id = attachmentId(attachment);
    const options = { attachments: [attachment] };
    const both: Action[] = ["aa", "bb"].map((note) => ["sample.restrict", { note, restricted: id }]);
    expect(c.block(c.tx(admin, both, options)).outcomes[0]).toEqual(
      refused("attachment.subject", "actions.1.restricted"),
    );
    const unused = c.tx(admin, [["sample.count", { division: "433124110226", by: 1 }]]);
    expect(c.block({ ...unused, restricted: new Map([[hex(id), attachment]]) }).outcomes[0]).toEqual(
      refused("attachment.unused"),
    );
  });
});

describe("the due queue", () => {
  const later = (note: string, time: number, what: string): Action => ["sample.later", { note, time, what }];

  it("runs in order before the transactions, each a unit of its own", () => {
    const c = chain();
    const due = GENESIS_TIME + 10_000;
    c.act(
      admin,
      later("bb", due, "write"),
      later("aa", due, "write"),
      later("cc", due - 1, "write"),
      later("dd", due + 9e6, "write"),
    );
    expect(c.block().entries).toEqual([]);
    c.time = due;
    const { entries, events } = c.block(c.tx(admin, [write("ee", "1")]));
    expect(entries.map((e) => [e.key.replace(/[0-9]{13}/, "T"), e.txIndex])).toEqual([
      ["due/T/cc", DUE_TX_INDEX],
      ["note/cc", DUE_TX_INDEX],
      ["due/T/aa", DUE_TX_INDEX],
      ["note/aa", DUE_TX_INDEX],
      ["due/T/bb", DUE_TX_INDEX],
      ["note/bb", DUE_TX_INDEX],
      ["note/ee", 0],
    ]);
    expect(events.map((e) => e.txIndex)).toEqual([DUE_TX_INDEX, DUE_TX_INDEX, DUE_TX_INDEX, 0]);
    expect(c.state.dues.size).toBe(1);
    expect(value(c, "note/aa")).toEqual({ text: `due ${due}`, by: "due" });
  });

  it("undoes, removes and reports an entry that refuses, throws, costs too much or has no handler", () => {
    const c = chain();
    const due = GENESIS_TIME + 2_000;
    c.act(
      admin,
      later("aa", due, "refuse"),
      later("bb", due, "throw"),
      later("cc", due, "spend"),
      later("dd", due, "gone"),
    );
    const { entries, events } = c.block();
    expect(entries.every((e) => e.key.startsWith("due/") && e.value === undefined)).toBe(true);
    expect(entries).toHaveLength(4);
    expect(events.map((e) => [e.type, e.data["id"], e.data["code"]])).toEqual([
      ["due.failed", "aa", "sample.no"],
      ["due.failed", "bb", "due.threw"],
      ["due.failed", "cc", "due.cost"],
      ["due.failed", "dd", "due.unknown"],
    ]);
    expect(c.block().entries).toEqual([]);
  });

  it("leaves what goes over its share of the cost for the next block", () => {
    const c = new TestChain(registry, testGenesis(registry, {}, 2_000));
    const due = GENESIS_TIME + 5_000;
    for (let i = 10; i < 30; i++) c.act(admin, later(`n-${i}`, due + 1e6, "write"));
    c.time = due + 1e6;
    const counts: number[] = [];
    while (c.state.dues.size > 0) counts.push(c.block().entries.length / 2);
    expect(counts.reduce((a, b) => a + b)).toBe(20);
    expect(counts.length).toBeGreaterThan(1);
  });
});

describe("statistics", () => {
  const count = (division: string, by: number): Action => ["sample.count", { division, by }];

  it("roll up to every division above at the block's end, once a block", () => {
    const c = chain();
    const { entries } = c.block(
      c.tx(admin, [count("433124110226", 2), count("433124110227", 1)]),
      c.tx(admin, [count("433124000000", 5)]),
      c.tx(admin, [count("433124110226", 9), ["sample.fail", { how: "refuse", note: "aa" }]]),
    );
    expect(entries.every((e) => e.txIndex === END_TX_INDEX)).toBe(true);
    const at = (division: string) => value(c, `statistics/${division}/current`);
    expect(at("433124110226")).toEqual({ counters: { "notes.all": 2 } });
    expect(at("433124110000")).toEqual({ counters: { "notes.all": 3 } });
    for (const above of ["433124000000", "433100000000", "430000000000", "000000000000"]) {
      expect(at(above)).toEqual({ counters: { "notes.all": 8 } });
    }
    expect(at("433101000000")).toBeUndefined();
  });

  it("start restricted aggregates from genesis's salt", () => {
    const c = chain();
    const { entries } = c.act(admin, count("433124110226", 2)).result;
    const closed = entries.filter((e) => e.class === "restricted");
    expect(closed).toHaveLength(6);
    for (const entry of closed) expect(entry.secret).toEqual(aggregateSecret(c.genesisSalt));
    expect(new Set(closed.map((e) => hex(e.salt!))).size).toBe(6);
    const next = c.act(admin, count("433124110226", 1)).result.entries.find((e) => e.key === closed[0]!.key)!;
    expect(next.secret).toEqual(aggregateSecret(c.genesisSalt));
  });

  it("leave out what is zero", () => {
    const c = chain();
    expect(c.act(admin, count("433124110226", 2), count("433124110226", -2)).result.entries).toEqual([]);
    c.act(admin, count("433124110226", 2));
    c.act(admin, count("433124110226", -2));
    expect(value(c, "statistics/433124110226/current")).toEqual({ counters: {} });
  });

  it("equal a recount, whatever happened", () => {
    const villages = ["433124110226", "433124110227", "433101000000", "433124110000"];
    const step = fc.record({
      village: fc.constantFrom(...villages),
      by: fc.integer({ min: -3, max: 5 }),
      fail: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(fc.array(step, { maxLength: 4 }), { maxLength: 4 }), (blocks) => {
        const c = chain();
        const recount = new Map<string, number>();
        for (const steps of blocks) {
          c.block(
            ...steps.map(({ village, by, fail }) => {
              if (!fail) recount.set(village, (recount.get(village) ?? 0) + by);
              return c.tx(admin, [
                count(village, by),
                ...(fail ? [["sample.fail", { how: "refuse", note: "aa" }] as Action] : []),
              ]);
            }),
          );
        }
        for (const [prefix, code] of [
          ["433124110226", "433124110226"],
          ["433124110", "433124110000"],
          ["433124", "433124000000"],
          ["", "000000000000"],
        ] as const) {
          let sum = 0;
          for (const [village, n] of recount) if (village.startsWith(prefix)) sum += n;
          const record = value(c, `statistics/${code}/current`) as
            | { counters: { [name: string]: number } }
            | undefined;
          expect(record?.counters["notes.all"] ?? 0).toBe(sum);
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe("execution", () => {
  const note = fc.constantFrom("aa", "bb", "cc");
  const action: fc.Arbitrary<Action> = fc.oneof(
    fc
      .tuple(note, fc.constantFrom("x", "y", "农户"))
      .map(([n, text]): Action => ["sample.write", { note: n, text }]),
    note.map((n): Action => ["sample.remove", { note: n }]),
    note.map((n): Action => ["sample.fail", { how: "refuse", note: n }]),
    fc.integer({ min: 1, max: 3 }).map((by): Action => ["sample.count", { division: "433124110226", by }]),
    fc
      .tuple(note, fc.integer({ min: 0, max: 4_000 }))
      .map(([n, after]): Action => ["sample.later", { note: n, time: GENESIS_TIME + after, what: "write" }]),
  );
  const blocks = fc.array(fc.array(fc.array(action, { minLength: 1, maxLength: 3 }), { maxLength: 4 }), {
    maxLength: 3,
  });

  it("gives the same roots for the same blocks, whatever the order of keys in memory and the caches", () => {
    fc.assert(
      fc.property(blocks, (list) => {
        const [a, b] = [chain(), chain()];
        const records = [...b.state.records].reverse();
        b.state.records.clear();
        for (const [key, record] of records) b.state.records.set(key, record);
        for (const actions of list) {
          const txs = actions.map((each) => a.tx(admin, each));
          a.block(...txs);
          // A transaction that has been executed before, its payloads reversed and parsed anew.
          b.block(
            ...txs.map((tx) => ({
              id: tx.id,
              idText: tx.idText,
              senderKey: tx.senderKey,
              tx: tx.tx,
              restricted: tx.restricted,
              bytes: tx.bytes,
              body: {
                ...tx.body,
                actions: tx.body.actions.map(
                  ([type, payload]): Action => [type, Object.fromEntries(Object.entries(payload).reverse())],
                ),
              },
            })),
          );
          expect(hex(b.head.hash)).toBe(hex(a.head.hash));
        }
      }),
      { numRuns: 40 },
    );
  });

  it("leaves the same state without the rejected transactions", () => {
    fc.assert(
      fc.property(blocks, (list) => {
        const [all, applied] = [chain(), chain()];
        for (const actions of list) {
          const result = all.block(...actions.map((each) => all.tx(admin, each)));
          applied.block(
            ...actions
              .filter((_, i) => result.outcomes[i]!.status === "applied")
              .map((each) => applied.tx(admin, each)),
          );
        }
        const values = (c: TestChain) =>
          [...c.state.records].map(([key, r]) => [key, r.version, r.value && hex(r.value)]);
        expect(values(all)).toEqual(values(applied));
        if (list.every((each) => each.every((tx) => tx.every(([type]) => type !== "sample.fail")))) {
          expect(all.root()).toBe(applied.root());
        }
      }),
      { numRuns: 40 },
    );
  });

  it("refuses modules other than those in force", () => {
    const other = createRegistry([access, division, statistics]);
    const c = chain();
    expect(() => new TestChain(other, testGenesis(registry))).toThrow(
      "genesis.module_version at modules.sample",
    );
    expect(() => simulate({ ...c.options(), registry: other, tx: c.tx(admin, [write("aa", "1")]) })).toThrow(
      "module.version at sample",
    );
  });
});

describe("a dry run", () => {
  it("tells events, changed fields and cost, and keeps nothing", () => {
    const c = chain();
    c.act(admin, write("aa", "1"));
    const root = c.root();
    const run = simulate({ ...c.options(), tx: c.tx(admin, [write("aa", "2"), write("bb", "1")]) });
    expect(run.outcome).toEqual({ status: "applied" });
    expect(run.changed).toEqual([
      { key: "note/aa", fields: ["text"] },
      { key: "note/bb", fields: ["by", "text"] },
    ]);
    expect(run.events).toHaveLength(2);
    c.block();
    expect(c.root()).toBe(root);
  });

  it("tells all refusals at once", () => {
    const c = chain();
    const tx = c.tx(
      admin,
      [
        ["sample.write", { note: "a", text: 5 }],
        ["sample.unknown", {}],
        ["sample.fail", { how: "refuse", note: "aa" }],
        ["sample.write", { note: "aa", text: "", expectVersion: 4 }],
        ["access.grantRole", { operator: "nobody", role: "auditor", division: "990000000000" }],
      ],
      { expiresAt: 1 },
    );
    expect(simulate({ ...c.options(), tx }).refusals.map(({ code, path }) => `${code} ${path}`)).toEqual([
      "tx.expired expiresAt",
      "payload.invalid actions.0.note",
      "payload.invalid actions.0.text",
      "action.unknown actions.1.type",
      "sample.no actions.2.how",
      "version.conflict actions.3.expectVersion",
      "operator.not_found actions.4.operator",
      "permission.role actions.4",
    ]);
  });
});

describe("what goes wrong below", () => {
  it("a state that can't be read ends the block with its own error, never with a rejection or a failed due entry", () => {
    const c = chain();
    c.act(admin, ["sample.later", { note: "aa", time: GENESIS_TIME + 2_000, what: "write" }]);
    const tx = c.tx(admin, [write("aa", "1")]);
    c.time += 60_000;
    const broken = (key: string) => ({
      get: (wanted: string) => {
        if (wanted === key) throw new JzError("storage.damaged");
        return c.state.get(wanted);
      },
      due: (until: number, limit: number) => c.state.due(until, limit),
    });
    const due = new BlockExecution({ ...c.options(), view: broken("note/aa") });
    expect(() => due.runDue()).toThrow(new JzError("storage.damaged"));
    const later = new BlockExecution({ ...c.options(), view: { ...broken("note/aa"), due: () => [] } });
    later.runDue();
    expect(() => later.execute(tx)).toThrow(new JzError("storage.damaged"));
  });

  it("an event that can't be encoded is an assertion of its transaction, not of the block", () => {
    const c = chain();
    const execution = c.begin();
    const long = c.tx(admin, [["sample.tell", { text: "x".repeat(70_000) }]]);
    expect(() => execution.execute(long)).toThrow(ExecutionAssertion);
    expect(execution.execute(c.tx(admin, [write("aa", "1")])).status).toBe("applied");
    expect(c.seal(execution).events).toHaveLength(1);
  });

  it("a counter stops at the largest safe integer", () => {
    const c = chain();
    const huge: Action = ["sample.count", { division: "433124110226", by: Number.MAX_SAFE_INTEGER }];
    c.block(c.tx(admin, [huge]), c.tx(admin, [huge]));
    expect(c.act(admin, huge).outcome.status).toBe("applied");
    expect(value(c, "statistics/430000000000/current")).toEqual({
      counters: { "notes.all": Number.MAX_SAFE_INTEGER },
    });
  });
});
