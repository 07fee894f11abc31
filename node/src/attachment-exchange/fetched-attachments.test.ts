import { type Attachment, attachmentId, hex, JzError, suite, type Validator } from "@jingzhun/ledger";
import { expect, test } from "vitest";
import { BLOBS_PER_REQUEST_MAX } from "../limits.ts";
import { silentLogger } from "../logging.ts";
import { decodeFetch, encodeFetched } from "../wire/blob-frames.ts";
import { idKey } from "../wire/id-key.ts";
import { AttachmentExchange, type ExchangeDeps } from "./attachment-exchange.ts";

const seeds = [1, 2, 3].map((n) => new Uint8Array(32).fill(n));
const keys = seeds.map((seed) => suite.publicKey(seed));
const [SELF, ANN, EVE] = keys.map(hex) as [string, string, string];

function attachment(n: number): Attachment {
  const salt = new Uint8Array(16);
  new DataView(salt.buffer).setUint32(0, n);
  return { class: "restricted", salt, bytes: new Uint8Array(8) };
}
const list = Array.from({ length: 3 * BLOBS_PER_REQUEST_MAX }, (_, n) => attachment(n));
const byId = new Map(list.map((each) => [idKey(attachmentId(each)), each]));
const ids = list.map(attachmentId);

type Answerer = (ids: readonly Uint8Array[]) => Attachment[];
const honest: Answerer = (asked) => asked.map((id) => byId.get(idKey(id))!);

/** The exchange of validator 0 of three; the others answer as the test says. */
function exchange(answers: { readonly [peer: string]: Answerer }) {
  const stored = new Map<string, Attachment>();
  const damaged = new Set<string>();
  const asked: string[] = [];
  const deps = {
    store: {
      has: (id: Uint8Array) => stored.has(idKey(id)) && !damaged.has(idKey(id)),
      get: (id: Uint8Array) => {
        if (damaged.has(idKey(id))) throw new JzError("attachment.damaged", "", { id: hex(id) });
        return stored.get(idKey(id));
      },
      put: async (given: { id: Uint8Array; attachment: Attachment }[]) => {
        for (const { id, attachment } of given) {
          stored.set(idKey(id), attachment);
          damaged.delete(idKey(id));
        }
      },
    },
    transport: {
      self: SELF,
      isConnected: () => true,
      send: () => true,
      onFrame: () => {},
      onRequest: () => {},
      onPeer: () => {},
      request: async (peer: string, _: string, frame: Uint8Array) => {
        asked.push(peer);
        return encodeFetched(answers[peer]!(decodeFetch(frame)));
      },
    },
    clock: { now: () => 0, monotonic: () => 0, setTimeout: () => () => {} },
    logger: silentLogger(),
    chainId: "test",
    epoch: 0,
    networkSeed: seeds[0],
    networkKey: keys[0],
    validators: () =>
      keys.map(
        (key): Validator => ({ organisation: "o", consensusKey: key, networkKey: key, addresses: [] }),
      ),
  } as unknown as ExchangeDeps;
  return { exchange: new AttachmentExchange(deps), stored, damaged, asked };
}

test("a peer that doesn't answer is waited for once, then another is asked for the whole list", async () => {
  const {
    exchange: made,
    stored,
    asked,
  } = exchange({
    [EVE]: () => {
      throw new JzError("transport.timeout");
    },
    [ANN]: honest,
  });
  expect(await made.ensure(ids, [EVE])).toBe(true);
  expect(asked).toEqual([EVE, ANN, ANN, ANN]);
  expect(stored.size).toBe(list.length);
});

test("what nobody asked for isn't kept, and an answer without what was asked for leads to the next peer", async () => {
  const stranger = attachment(1_000_000);
  const { exchange: made, stored, asked } = exchange({ [EVE]: () => [stranger], [ANN]: honest });
  expect(await made.ensure(ids.slice(0, 1), [EVE])).toBe(true);
  expect(asked).toEqual([EVE, ANN]);
  expect([...stored.keys()]).toEqual([idKey(ids[0]!)]);
});

test("a damaged one is asked for once, however often it is wanted meanwhile, and again if nobody has it", async () => {
  let has = false;
  const {
    exchange: made,
    damaged,
    asked,
    stored,
  } = exchange({
    [EVE]: () => [],
    [ANN]: (given) => (has ? honest(given) : []),
  });
  const [id] = ids as [Uint8Array];
  stored.set(idKey(id), list[0]!);
  damaged.add(idKey(id));
  expect([made.get(id), made.get(id)]).toEqual([undefined, undefined]);
  await expect.poll(() => asked.length).toBe(2);
  has = true;
  await expect.poll(() => made.get(id)).toEqual(list[0]);
  expect(asked.filter((peer) => peer === ANN)).toHaveLength(2);
});
