/** For tests: a peer in a process of its own, so that it can be killed. Arguments: seed byte, port, peer as JSON. */
import { localTransport } from "./local-transports.ts";

const [seed, port, peer] = process.argv.slice(2) as [string, string, string];
const transport = localTransport(new Uint8Array(32).fill(Number(seed)), `/ip4/127.0.0.1/tcp/${port}`, [
  JSON.parse(peer),
]);
transport.onRequest("sync", async (_, frame) => frame);
await transport.start();
process.send!({ id: transport.self, addresses: transport.addresses() });
