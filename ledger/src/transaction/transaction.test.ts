import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { suite } from "#suite";
import { decode, encode, type Value } from "../bytes/codec.ts";
import { hashInput } from "../bytes/hash-input.ts";
import { hex, ZERO_HASH } from "../bytes/text.ts";
import { H, keyId } from "../crypto/hashing.ts";
import { JzError } from "../errors.ts";
import {
  type Action,
  type Attachment,
  attachmentId,
  attachmentRefs,
  type BlockEvent,
  decodeAttachment,
  decodeEvent,
  decodeOutcome,
  decodeSignedTx,
  decodeTx,
  decodeTxBody,
  encodeAttachment,
  encodeEvent,
  encodeOutcome,
  encodeSignedTx,
  encodeTx,
  encodeTxBody,
  eventLeaf,
  eventRoot,
  matchAttachments,
  outcomeLeaf,
  signTx,
  type TxBody,
  txId,
  txRoot,
  verifyTx,
} from "./index.ts";

const chainId = `test-${"0a".repeat(16)}`;
const seed = new Uint8Array(32).fill(1);
const publicKey = suite.publicKey(seed);

function body(actions: Action[], more: Partial<TxBody> = {}): TxBody {
  return {
    chainId,
    senderKeyId: keyId(publicKey),
    nonce: new Uint8Array(16).fill(2),
    expiresAt: 1_600_000_000_000,
    actions,
    ...more,
  };
}

function attachment(kind: "restricted" | "sealed", length: number, fill = 0): Attachment {
  return { class: kind, salt: new Uint8Array(16).fill(fill), bytes: new Uint8Array(length).fill(fill) };
}

function thrown(f: () => unknown): JzError {
  try {
    f();
  } catch (error) {
    expect(error).toBeInstanceOf(JzError);
    return error as JzError;
  }
  throw new Error("nothing was thrown");
}

describe("a transaction", () => {
  const original = body([["service.record", { household: "H1", fen: 5_000_000_000 }]], { memo: "走访" });

  it("is signed over its exact bytes and reads back", () => {
    const tx = signTx(original, seed);
    expect(decodeTxBody(tx.body)).toEqual(original);
    expect(verifyTx(tx, chainId, publicKey)).toBe(true);
    expect(verifyTx(tx, `test-${"0b".repeat(16)}`, publicKey)).toBe(false);
    expect(verifyTx({ ...tx, body: tx.body.map((b, i) => (i === 60 ? b ^ 1 : b)) }, chainId, publicKey)).toBe(
      false,
    );
    expect(txId(tx.body)).toEqual(suite.hash(hashInput("tx").bytes(tx.body).finish()));
    expect(decodeTx(encodeTx(tx))).toEqual({ body: tx.body, signature: tx.signature });
    expect(decodeSignedTx(encodeSignedTx(tx))).toEqual(tx);
  });

  it("without a memo has six elements", () => {
    const { memo: _, ...bare } = original;
    const bytes = encodeTxBody(bare);
    expect(decode(bytes)).toHaveLength(6);
    expect(decodeTxBody(bytes)).toEqual(bare);
  });

  const wire = (): Value[] => [1, chainId, keyId(publicKey), new Uint8Array(16), 1, [["a.b", {}]]];
  const change = (index: number, value: Value) => Object.assign(wire(), { [index]: value });
  it.each<[string, Value, string]>([
    ["another version", change(0, 2), "0"],
    ["a chain id that is none", change(1, "test"), "1"],
    ["a key id of 31 bytes", change(2, new Uint8Array(31)), "2"],
    ["a nonce of 15 bytes", change(3, new Uint8Array(15)), "3"],
    ["a negative time", change(4, -1), "4"],
    ["no action", change(5, []), "5"],
    [
      "1,001 actions",
      change(
        5,
        Array.from({ length: 1001 }, () => ["a.b", {}]),
      ),
      "5",
    ],
    ["an action without payload", change(5, [["a.b"]]), "5.0"],
    ["an action with a list as payload", change(5, [["a.b", []]]), "5.0.1"],
    ["an action with bytes as payload", change(5, [["a.b", new Uint8Array(3)]]), "5.0.1"],
    ["an action type with capitals", change(5, [["A.b", {}]]), "5.0.0"],
    ["an empty memo", [...wire(), ""], "6"],
    ["a null memo", [...wire(), null], "6"],
    ["a memo of 257 characters", [...wire(), "m".repeat(257)], "6"],
    ["an eighth element", [...wire(), "m", 1], ""],
    ["five elements", wire().slice(0, 5), ""],
    ["a map", { a: 1 }, ""],
  ])("with %s is refused", (_, value, path) => {
    const error = thrown(() => decodeTxBody(encode(value)));
    expect([error.code, error.path]).toEqual(["tx_body.invalid", path]);
  });

  it("is refused beyond 1 MiB, unread", () => {
    const big = body([["a.b", { bytes: new Uint8Array(1024 * 1024) }]]);
    expect(thrown(() => encodeTxBody(big)).code).toBe("codec.too_long");
    const bytes = encode([
      1,
      chainId,
      keyId(publicKey),
      new Uint8Array(16),
      1,
      [["a.b", { x: new Uint8Array(1024 * 1024) }]],
    ]);
    expect(thrown(() => decodeTxBody(bytes)).code).toBe("codec.too_long");
    const almost = body([["a.b", { bytes: new Uint8Array(1024 * 1024 - 150) }]]);
    expect(thrown(() => signTx(almost, seed)).code).toBe("tx.too_long");
    const fits = signTx(body([["a.b", { bytes: new Uint8Array(1024 * 1024 - 300) }]]), seed);
    expect(encodeTx(fits).length).toBeLessThanOrEqual(1024 * 1024);
  });

  it("refuses a megabyte of wrong actions about as fast as it reads it", () => {
    const actions = Array.from({ length: 1_000_000 }, () => null);
    const hostile = encode([1, chainId, keyId(publicKey), new Uint8Array(16), 1, actions]);
    // The fastest of a few, side by side: other work on the machine slows both.
    const fastest = (work: () => void) =>
      Math.min(
        ...Array.from({ length: 3 }, () => {
          const start = performance.now();
          work();
          return performance.now() - start;
        }),
      );
    const reading = fastest(() => decode(hostile));
    const refusing = fastest(() => expect(thrown(() => decodeTxBody(hostile)).path).toBe("5"));
    expect(refusing / reading).toBeLessThan(8);
  });

  it("accepts no bytes but its own encoding", () => {
    const bytes = encodeTxBody(original);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), (at, byte) => {
        const mutated = bytes.slice();
        mutated[at] = byte;
        let read: TxBody;
        try {
          read = decodeTxBody(mutated);
        } catch (error) {
          expect(error).toBeInstanceOf(JzError);
          return;
        }
        expect(hex(encodeTxBody(read))).toBe(hex(mutated));
      }),
      { numRuns: 1000 },
    );
  });
});

describe("attachments", () => {
  const r1 = attachment("restricted", 300, 1);
  const r2 = attachment("restricted", 0, 2);
  const s1 = attachment("sealed", 1000, 3);
  const s2 = attachment("sealed", 10, 4);
  const [idR1, idR2, idS1, idS2] = [r1, r2, s1, s2].map(attachmentId) as [
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
  ];

  it("are named by class, salt and bytes", () => {
    expect(idR1).toEqual(
      suite.hash(hashInput("attachment").text("restricted").bytes(r1.salt).bytes(r1.bytes).finish()),
    );
    expect(attachmentId({ ...r1, class: "sealed" })).not.toEqual(idR1);
    expect(attachmentId({ ...r1, salt: r2.salt })).not.toEqual(idR1);
    expect(decodeAttachment(encodeAttachment(r1))).toEqual(r1);
  });

  it("are found at any depth, once each, in the order of the encoded bytes", () => {
    const made = body([
      [
        "a.b",
        {
          z: { restricted: idR2 },
          sealed: [idS1],
          list: [{ 10: { restricted: idR1 } }, [{ 9: { sealed: [idS2, idS1] } }]],
        },
      ],
      ["a.b", { restricted: idR1 }],
    ]);
    const names = (b: TxBody) => attachmentRefs(b).map((ref) => `${ref.class} ${hex(ref.id)}`);
    const order = [
      `restricted ${hex(idR1)}`,
      `sealed ${hex(idS2)}`,
      `sealed ${hex(idS1)}`,
      `restricted ${hex(idR2)}`,
    ];
    expect(names(made)).toEqual(order);
    expect(names(decodeTxBody(encodeTxBody(made)))).toEqual(order);
    // Integer-like keys come first in a JavaScript object, in numeric order, but not in the bytes.
    const integers = body([
      ["a.b", { "!": { restricted: idR1 }, 9: { restricted: idR2 }, 10: { sealed: [idS1] } }],
    ]);
    const bytesOrder = [`restricted ${hex(idR1)}`, `sealed ${hex(idS1)}`, `restricted ${hex(idR2)}`];
    expect(names(integers)).toEqual(bytesOrder);
    expect(names(decodeTxBody(encodeTxBody(integers)))).toEqual(bytesOrder);
  });

  it.each<[string, { [key: string]: Value }, string]>([
    ["text", { restricted: "id" }, "actions.0.1.restricted"],
    ["null", { restricted: null }, "actions.0.1.restricted"],
    ["31 bytes", { restricted: new Uint8Array(31) }, "actions.0.1.restricted"],
    ["a list for one restricted", { restricted: [idR1] }, "actions.0.1.restricted"],
    ["one id for a list of sealed", { a: { sealed: idS1 } }, "actions.0.1.a.sealed"],
    ["a number in the list", { sealed: [1] }, "actions.0.1.sealed"],
    ["one id in both classes", { restricted: idR1, sealed: [idR1] }, "actions.0.1.sealed"],
  ])("named by %s are refused", (_, payload, path) => {
    const error = thrown(() => attachmentRefs(body([["a.b", payload]])));
    expect([error.code, error.path]).toEqual(["attachment.reference", path]);
  });

  it("fit the body that names them", () => {
    const named = body([["a.b", { restricted: idR1, sealed: [idS1, idS2] }]]);
    const given = [s2, r1, s1];
    expect(matchAttachments(named, given)).toEqual([
      { id: idR1, attachment: r1 },
      { id: idS1, attachment: s1 },
      { id: idS2, attachment: s2 },
    ]);
    expect(decodeSignedTx(encodeSignedTx(signTx(named, seed, given))).attachments).toEqual(given);
    const refused = (attachments: Attachment[]) => {
      const error = thrown(() => matchAttachments(named, attachments));
      return [error.code, error.path];
    };
    expect(refused([r1, s1])).toEqual(["attachment.missing", "attachments"]);
    expect(refused([r1, s1, s2, r2])).toEqual(["attachment.unexpected", "attachments.3"]);
    expect(refused([r1, s1, s1, s2])).toEqual(["attachment.unexpected", "attachments.2"]);
    expect(refused([{ ...r1, bytes: r1.bytes.map((b) => b ^ 1) }, s1, s2])).toEqual([
      "attachment.unexpected",
      "attachments.0",
    ]);
    expect(refused([{ ...r1, class: "sealed" }, s1, s2])).toEqual(["attachment.unexpected", "attachments.0"]);
    // Named as sealed, but it is a restricted one.
    const misnamed = body([["a.b", { sealed: [idR1] }]]);
    expect(thrown(() => matchAttachments(misnamed, [r1])).code).toBe("attachment.class");
    expect(() => signTx(named, seed, [r1])).toThrow("attachment.missing");
  });

  it("are bounded: 64 KiB restricted each, 1 MiB a transaction, 8 MiB sealed", () => {
    expect(encodeAttachment(attachment("restricted", 64 * 1024))).toHaveLength(64 * 1024 + 1 + 11 + 18 + 5);
    expect(thrown(() => encodeAttachment(attachment("restricted", 64 * 1024 + 1))).code).toBe(
      "attachment.invalid",
    );
    expect(
      thrown(() =>
        decodeAttachment(encode(["restricted", new Uint8Array(16), new Uint8Array(64 * 1024 + 1)])),
      ).code,
    ).toBe("attachment.invalid");
    expect(
      thrown(() =>
        decodeAttachment(encode(["sealed", new Uint8Array(16), new Uint8Array(8 * 1024 * 1024 + 1)])),
      ).code,
    ).toBe("attachment.invalid");
    expect(thrown(() => decodeAttachment(encode(["open", new Uint8Array(16), new Uint8Array(1)]))).code).toBe(
      "attachment.invalid",
    );
    expect(
      thrown(() => decodeAttachment(encode(["sealed", new Uint8Array(15), new Uint8Array(1)]))).code,
    ).toBe("attachment.invalid");
    const long = attachment("restricted", 64 * 1024 + 1);
    expect(
      thrown(() => matchAttachments(body([["a.b", { restricted: attachmentId(long) }]]), [long])).code,
    ).toBe("attachment.too_long");
    const many = Array.from({ length: 17 }, (_, i) => attachment("restricted", 64 * 1024, i));
    const actions = many.map((a): Action => ["a.b", { restricted: attachmentId(a) }]);
    expect(matchAttachments(body(actions.slice(0, 16)), many.slice(0, 16))).toHaveLength(16);
    expect(thrown(() => matchAttachments(body(actions), many)).code).toBe("attachment.too_long");
  });

  it("must be whole in a submission", () => {
    const tx = encode([new Uint8Array(10), new Uint8Array(64), [["restricted", new Uint8Array(16)]]]);
    expect(thrown(() => decodeSignedTx(tx)).code).toBe("attachment.invalid");
    expect(thrown(() => decodeSignedTx(encode([new Uint8Array(10), new Uint8Array(63), []]))).path).toBe("1");
    expect(thrown(() => decodeTx(encode([new Uint8Array(10), new Uint8Array(64), []]))).code).toBe(
      "tx.invalid",
    );
  });
});

describe("outcomes and events", () => {
  const rejected = { status: "rejected", code: "fund.overdrawn", path: "actions.0.amount" } as const;

  it("read back", () => {
    expect(decodeOutcome(encodeOutcome({ status: "applied" }))).toEqual({ status: "applied" });
    expect(decodeOutcome(encodeOutcome(rejected))).toEqual(rejected);
    for (const wire of [[1], [0, "a", ""], [2], [1, "Bad Code", ""], [1, "a.b", 1], []] as Value[]) {
      expect(thrown(() => decodeOutcome(encode(wire))).code).toBe("outcome.invalid");
    }
    const event: BlockEvent = { txIndex: 2 ** 32 - 1, type: "statistics.updated", data: { n: 1 } };
    expect(decodeEvent(encodeEvent(event))).toEqual(event);
    expect(thrown(() => decodeEvent(encodeEvent({ ...event, txIndex: 2 ** 32 }))).path).toBe("0");
  });

  it("record a refusal whatever its path holds", () => {
    for (const path of ["p".repeat(5000), "a.\ud800.b", "\ufeff\ufeffx", `${"x".repeat(255)}\u{10000}`]) {
      const read = decodeOutcome(encodeOutcome({ ...rejected, path }));
      expect(read).toMatchObject({ code: rejected.code });
    }
  });

  it("hash into roots with their count, and no leaf's preimage has 64 bytes", () => {
    const id = new Uint8Array(32).fill(7);
    const bytes = encodeOutcome(rejected);
    const digest = H("outcome-bytes", (h) => h.bytes(bytes));
    expect(hashInput("outcome").hash(id).hash(digest).finish()).toHaveLength(76);
    expect(outcomeLeaf(id, bytes)).toEqual(suite.hash(hashInput("outcome").hash(id).hash(digest).finish()));
    expect(txRoot([])).toEqual(suite.hash(hashInput("txs").u64(0).hash(ZERO_HASH).finish()));
    const leaf = outcomeLeaf(id, bytes);
    expect(txRoot([leaf])).toEqual(suite.hash(hashInput("txs").u64(1).hash(leaf).finish()));
    expect(txRoot([leaf, ZERO_HASH])).not.toEqual(txRoot([leaf, ZERO_HASH, ZERO_HASH]));
    expect(hashInput("event").hash(digest).finish()).toHaveLength(42);
    const event = new Uint8Array(50);
    const eventDigest = H("event-bytes", (h) => h.bytes(event));
    expect(eventLeaf(event)).toEqual(suite.hash(hashInput("event").hash(eventDigest).finish()));
    expect(eventRoot([])).toEqual(suite.hash(hashInput("events").u64(0).hash(ZERO_HASH).finish()));
  });
});
