import { type Attachment, attachmentId, suite, type Validator } from "@jingzhun/ledger";
import { expect, test, vi } from "vitest";
import { ATTACHMENT_BYTES_MAX, UNNAMED_BYTES_PER_PEER_MAX } from "../limits.ts";
import { encodeAttachments } from "../wire/blob-frames.ts";
import { idKey } from "../wire/id-key.ts";
import { AttachmentExchange, type ExchangeDeps } from "./attachment-exchange.ts";

const seeds = [1, 2, 3].map((n) => new Uint8Array(32).fill(n));
const keys = seeds.map((seed) => suite.publicKey(seed));
const peer = (n: number) => Buffer.from(keys[n]!).toString("hex");
const bytes = new Uint8Array(ATTACHMENT_BYTES_MAX);

function attachment(n: number): Attachment {
  const salt = new Uint8Array(16);
  new DataView(salt.buffer).setUint32(0, n);
  return { class: "restricted", salt, bytes };
}

/** The exchange of validator 0 of two; peer 2 is none. `push` resolves when the frame was handled. */
function exchange() {
  const stored = new Set<string>();
  const warn = vi.fn();
  let receive: (from: string, frame: Uint8Array) => unknown = () => {};
  const deps = {
    store: {
      has: (id: Uint8Array) => stored.has(idKey(id)),
      put: async (list: { id: Uint8Array }[]) => {
        for (const { id } of list) stored.add(idKey(id));
      },
    },
    transport: {
      self: peer(0),
      onFrame: (_: string, handler: typeof receive) => {
        receive = handler;
      },
      onRequest: () => {},
      onPeer: () => {},
      send: () => true,
    },
    clock: { now: () => 0, monotonic: () => 0, setTimeout: () => () => {} },
    logger: { warn, debug: () => {} },
    chainId: "test",
    epoch: 0,
    networkSeed: seeds[0],
    networkKey: keys[0],
    validators: () =>
      keys.slice(0, 2).map(
        (key): Validator => ({
          organisation: "o",
          consensusKey: key,
          networkKey: key,
          addresses: [],
        }),
      ),
  } as unknown as ExchangeDeps;
  const made = new AttachmentExchange(deps);
  const push = async (n: number, ...list: Attachment[]) => receive(peer(n), encodeAttachments(list));
  return { exchange: made, stored, warn, push };
}

test("attachments from a peer that is no validator are dropped", async () => {
  const { stored, warn, push } = exchange();
  await push(2, attachment(1));
  expect(stored.size).toBe(0);
  expect(warn).toHaveBeenCalledTimes(1);
  await push(1, attachment(1));
  expect(stored.size).toBe(1);
});

test("a validator can't fill the others' disks with what no transaction names; one log line tells", async () => {
  const { exchange: made, stored, warn, push } = exchange();
  const count = Math.ceil(UNNAMED_BYTES_PER_PEER_MAX / ATTACHMENT_BYTES_MAX) + 64;
  for (let at = 0; at < count; at += 32) {
    await push(1, ...Array.from({ length: 32 }, (_, i) => attachment(at + i)));
  }
  expect(stored.size * ATTACHMENT_BYTES_MAX).toBeLessThan(UNNAMED_BYTES_PER_PEER_MAX);
  expect(stored.size).toBeGreaterThan(1_000);
  expect(warn).toHaveBeenCalledTimes(1);
  // What a transaction names is taken all the same, and naming what is here makes room again.
  const named = attachment(count + 1);
  made.named([idKey(attachmentId(named))]);
  await push(1, named);
  expect(stored.has(idKey(attachmentId(named)))).toBe(true);
  made.settled([...stored]);
  expect(made.hasUnnamed).toBe(false);
  const more = attachment(count + 2);
  await push(1, more);
  expect(stored.has(idKey(attachmentId(more)))).toBe(true);
});
