import { expect, test } from "vitest";
import { BODIES_BYTES_MAX, BODIES_PER_CLIENT_BYTES_MAX } from "../limits.ts";
import { BodyMemory } from "./body-memory.ts";

const full = expect.objectContaining({ status: 429, code: "overloaded" });

test("a client's bodies are bounded together, and make room when they are released", () => {
  const memory = new BodyMemory();
  const [one, other] = [memory.hold("a"), memory.hold("a")];
  one.add(BODIES_PER_CLIENT_BYTES_MAX - 1);
  other.add(1);
  expect(() => other.add(1)).toThrow(full);
  memory.hold("b").add(1);
  one.release();
  one.release();
  other.add(BODIES_PER_CLIENT_BYTES_MAX - 1);
  expect(() => other.add(1)).toThrow(full);
});

test("so are all clients' bodies", () => {
  const memory = new BodyMemory();
  const clients = Array.from({ length: BODIES_BYTES_MAX / BODIES_PER_CLIENT_BYTES_MAX }, (_, i) => `${i}`);
  const held = clients.map((client) => memory.hold(client));
  for (const each of held) each.add(BODIES_PER_CLIENT_BYTES_MAX);
  expect(() => memory.hold("late").add(1)).toThrow(full);
  held[0]!.release();
  memory.hold("late").add(1);
});
