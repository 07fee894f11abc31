import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { PIPELINED_MAX, TURN_MS } from "../limits.ts";

/** The requests of one connection that wait for the one before. */
interface Line {
  waiting: (() => void)[];
  paused: boolean;
}

/**
 * Lets connections take turns. node:http hands over all the requests that one read brought, some thousand of a
 * connection that pipelines, before anything else runs. Here a connection's next request begins after the answer to
 * the one before, behind whoever else waits; and once requests have had `TURN_MS` of a turn of the event loop, the
 * rest wait for the turns that follow, so that consensus comes in between.
 */
export function takingTurns(
  handle: (request: IncomingMessage, response: ServerResponse) => void,
): RequestListener {
  const waiting: (() => void)[] = [];
  const lines = new WeakMap<Socket, Line>();
  /** When the present turn's first request began; undefined in a turn that had none. */
  let began: number | undefined;

  const begin = () => {
    began = performance.now();
    setImmediate(nextTurn);
  };
  const nextTurn = () => {
    began = undefined;
    if (waiting.length === 0) return;
    begin();
    runWaiting();
  };
  const timeLeft = () => began === undefined || performance.now() - began < TURN_MS;
  const runWaiting = () => {
    const run = timeLeft() ? waiting.shift() : undefined;
    if (run === undefined) return;
    run();
    // Behind all that the request does in microtasks, which counts as its time.
    queueMicrotask(() => process.nextTick(runWaiting));
  };
  const enter = (run: () => void) => {
    if (waiting.length > 0 || !timeLeft()) {
      waiting.push(run);
      return;
    }
    if (began === undefined) begin();
    run();
  };

  return (request, response) => {
    const { socket } = request;
    const line = lines.get(socket) ?? { waiting: [], paused: false };
    const run = () => {
      if (socket.destroyed) return;
      response.once("close", () => {
        const next = line.waiting.shift();
        if (next === undefined) lines.delete(socket);
        else enter(next);
        if (line.paused && line.waiting.length < PIPELINED_MAX) {
          line.paused = false;
          socket.resume();
        }
      });
      handle(request, response);
    };
    if (!lines.has(socket)) {
      lines.set(socket, line);
      enter(run);
      return;
    }
    line.waiting.push(run);
    // What it sends beyond that stays with the system, and then with the client.
    if (line.waiting.length >= PIPELINED_MAX && !line.paused) {
      line.paused = true;
      socket.pause();
    }
  };
}
