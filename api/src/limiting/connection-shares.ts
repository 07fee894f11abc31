import type { Server } from "node:http";
import type { Socket } from "node:net";
import { clientOf } from "./token-bucket.ts";

/**
 * Bounds the connections of each client, so that one host can't take all of them. `refuse` is handed what is beyond
 * its share, and must end it; the server doesn't read from it.
 */
export function shareConnections(server: Server, each: number, refuse: (socket: Socket) => void): void {
  const open = new Map<string, number>();
  const serve = server.listeners("connection") as ((socket: Socket) => void)[];
  server.removeAllListeners("connection");
  server.on("connection", (socket: Socket) => {
    const client = clientOf(socket.remoteAddress ?? "");
    const own = (open.get(client) ?? 0) + 1;
    open.set(client, own);
    socket.once("close", () => {
      const left = (open.get(client) ?? 1) - 1;
      if (left === 0) open.delete(client);
      else open.set(client, left);
    });
    if (own > each) refuse(socket);
    else for (const listener of serve) listener.call(server, socket);
  });
}
