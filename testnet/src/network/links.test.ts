import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Links } from "./links.ts";
import { poll } from "./processes.ts";

/** Three nodes that answer what they are sent with their index, a colon, and the same bytes. */
let nodes: Server[] = [];
let ports: number[] = [];
let links!: Links;
const sockets = new Set<Socket>();

beforeEach(async () => {
  nodes = [0, 1, 2].map((index) =>
    createServer((socket) => {
      sockets.add(socket);
      socket.on("error", () => {});
      socket.on("data", (bytes) => socket.write(`${index}:${bytes}`));
    }),
  );
  for (const node of nodes) await once(node.listen(0, "127.0.0.1"), "listening");
  ports = nodes.map((node) => (node.address() as AddressInfo).port);
  links = await Links.open(3, (index) => ports[index]!);
});
afterEach(() => {
  links.close();
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  for (const node of nodes) node.close();
});

/** A connection, what arrived on it, and whether the other side has closed it. */
async function dial(from: number, to: number) {
  const socket = connect(links.port(from, to), "127.0.0.1");
  sockets.add(socket);
  socket.on("error", () => {});
  const heard = { text: "", closed: false };
  socket.on("data", (bytes) => {
    heard.text += bytes;
  });
  socket.on("close", () => {
    heard.closed = true;
  });
  await once(socket, "connect");
  return { socket, heard };
}
/** The node closes every connection that it has accepted. */
function closeAllOf(index: number): void {
  for (const socket of sockets) if (socket.localPort === ports[index]) socket.destroy();
}
const until = async (holds: () => boolean) =>
  expect(await poll(() => holds() || undefined, 5_000, 5)).toBe(true);
/** Once a question between the two has been answered, whatever was on its way elsewhere would have arrived too. */
async function roundTrip(from: number, to: number) {
  const { socket, heard } = await dial(from, to);
  socket.write("?");
  await until(() => heard.text === `${to}:?`);
}

test("bytes pass both ways, to the node that was dialled", async () => {
  const { socket, heard } = await dial(2, 1);
  socket.write("hello");
  await until(() => heard.text === "1:hello");
});

test("a cut link holds bytes back in both directions, and lets them go after the repair", async () => {
  const open = await dial(0, 1);
  open.socket.write("a");
  await until(() => open.heard.text === "1:a");
  links.partition([[0]]);
  open.socket.write("b");
  const late = await dial(1, 0); // a connection made meanwhile
  late.socket.write("c");
  await roundTrip(1, 2);
  await roundTrip(2, 1);
  expect([open.heard.text, late.heard.text]).toEqual(["1:a", ""]);
  links.heal();
  await until(() => open.heard.text === "1:a1:b" && late.heard.text === "0:c");
});

test("an end that closes during a cut is told of after the repair", async () => {
  const { socket, heard } = await dial(0, 1);
  socket.write("a");
  await until(() => heard.text === "1:a");
  links.partition([[0, 2], [1]]);
  closeAllOf(1);
  await roundTrip(0, 2);
  expect(heard.closed).toBe(false);
  links.heal();
  await until(() => heard.closed);
});

test("an end that closes is told of at once while the link holds", async () => {
  const { socket, heard } = await dial(0, 1);
  socket.write("a");
  await until(() => heard.text === "1:a");
  closeAllOf(1);
  await until(() => heard.closed);
});

test("another partition takes the place of the one before", async () => {
  links.partition([[0], [1], [2]]);
  links.partition([[2]]);
  await roundTrip(0, 1);
});

test("a node that doesn't listen refuses through the relay too", async () => {
  nodes[1]!.close();
  await until(() => !nodes[1]!.listening);
  const { heard } = await dial(0, 1);
  await until(() => heard.closed);
});
