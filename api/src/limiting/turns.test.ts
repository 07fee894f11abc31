import { EventEmitter } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { expect, test } from "vitest";
import { takingTurns } from "./turns.ts";

/** Sends what is given on a connection each, at once; resolves to the answers' bodies, in the order of their arrival. */
async function exchange(
  handle: (request: IncomingMessage, response: ServerResponse) => void,
  connections: readonly string[],
  until: (arrived: readonly string[]) => boolean,
): Promise<string[]> {
  const server = createServer(takingTurns(handle));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const arrived: string[] = [];
  const sockets = connections.map((text) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(text));
    return socket;
  });
  await new Promise<void>((resolve) => {
    for (const socket of sockets) {
      socket.on("data", (data) => {
        arrived.push(...(data.toString().match(/<[^>]*>/g) ?? []));
        if (until(arrived)) resolve();
      });
    }
  });
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
  return arrived;
}

const gets = (name: string, count: number) =>
  Array.from({ length: count }, (_, i) => `GET /${name}${i} HTTP/1.1\r\nHost: x\r\n\r\n`).join("");

test("requests that are pipelined begin one after the other, all are answered, in their order", async () => {
  let running = 0;
  let most = 0;
  const arrived = await exchange(
    (request, response) => {
      most = Math.max(most, ++running);
      setImmediate(() => {
        running--;
        response.end(`<${request.url}>`);
      });
    },
    [gets("a", 2_000)],
    (all) => all.length === 2_000,
  );
  expect(arrived).toEqual(Array.from({ length: 2_000 }, (_, i) => `</a${i}>`));
  expect(most).toBe(1);
});

test("a body is read in its turn, behind requests without one", async () => {
  const post = `POST /p HTTP/1.1\r\nHost: x\r\nContent-Length: 200000\r\n\r\n${"x".repeat(200_000)}`;
  const arrived = await exchange(
    async (request, response) => {
      let bytes = 0;
      for await (const chunk of request) bytes += (chunk as Buffer).length;
      response.end(`<${request.url} ${bytes}>`);
    },
    [gets("a", 40) + post + gets("b", 40)],
    (all) => all.at(-1) === "</b39 0>",
  );
  expect(arrived).toHaveLength(81);
  expect(arrived[40]).toBe("</p 200000>");
});

test("dear requests of many connections leave turns to everything else", async () => {
  let turns = 0;
  let counting = true;
  const count = () => {
    turns++;
    if (counting) setImmediate(count);
  };
  let began = 0;
  const turnsAt: number[] = [];
  await exchange(
    (request, response) => {
      if (began++ === 0) count();
      turnsAt.push(turns);
      const end = performance.now() + 2;
      while (performance.now() < end);
      response.end(`<${request.url}>`);
    },
    Array.from({ length: 20 }, (_, i) => gets(`c${i}-`, 20)),
    (all) => all.length === 400,
  );
  counting = false;
  const perTurn = new Map<number, number>();
  for (const turn of turnsAt) perTurn.set(turn, (perTurn.get(turn) ?? 0) + 1);
  expect(Math.max(...perTurn.values())).toBeLessThanOrEqual(10);
});

test("cheap requests that wait don't each wait for a turn of their own", async () => {
  let handled = 0;
  const listener = takingTurns(() => {
    // The first is dear, so that all others have to wait.
    const end = performance.now() + (handled++ === 0 ? 20 : 0);
    while (performance.now() < end);
  });
  for (let i = 0; i < 100; i++) {
    const socket = { destroyed: false };
    listener(
      { socket } as unknown as IncomingMessage,
      new EventEmitter() as unknown as ServerResponse & { req: IncomingMessage },
    );
  }
  expect(handled).toBe(1);
  let turns = 0;
  while (handled < 100) {
    await new Promise((resolve) => setImmediate(resolve));
    turns++;
  }
  expect(turns).toBeLessThan(50);
});
