import { z } from "zod";
import { JSON_BODY_BYTES } from "../limits.ts";
import type { NodeAccess, TestnetAccess } from "../node-access.ts";
import { HttpProblem } from "../problem.ts";
import { defineRoute, type Route } from "../route.ts";

function testnetOf(access: NodeAccess): TestnetAccess {
  if (access.testnet === undefined) throw new HttpProblem(404, "testnet.only");
  return access.testnet;
}

const why = "test network only, from the machine itself, by no foreign page";

const operators = defineRoute(
  {
    name: "testnet.operators",
    method: "GET",
    path: "/v1/testnet/operators",
    permission: { open: true, why },
    answer: "flat",
    testnet: true,
    response: z.array(
      z.object({
        role: z.string(),
        organisation: z.string(),
        division: z.string(),
        name: z.string(),
        key: z.string(),
      }),
    ),
    docs: {
      tag: "testnet",
      zh: "演示操作员及其私钥（均为虚构）",
      en: "Demonstration operators with private keys, all invented",
    },
  },
  ({ access }) => testnetOf(access).operators(),
);

const clock = defineRoute(
  {
    name: "testnet.clock",
    method: "POST",
    path: "/v1/testnet/clock",
    permission: { open: true, why },
    answer: "flat",
    testnet: true,
    body: {
      schema: z.union([
        z.strictObject({ advance: z.int().positive().describe("Milliseconds forward") }),
        z.strictObject({ set: z.int().positive().describe("Milliseconds UTC; only forward") }),
      ]),
      maxBytes: JSON_BODY_BYTES,
    },
    response: z.object({ now: z.int() }),
    docs: { tag: "testnet", zh: "把测试网络的时钟拨快", en: "Move the test network's clock forward" },
  },
  async ({ access, body }) => {
    const testnet = testnetOf(access);
    return {
      now: "advance" in body ? await testnet.advanceClock(body.advance) : await testnet.setClock(body.set),
    };
  },
);

export const testnetRoutes: readonly Route[] = [operators, clock];
