import { Trust } from "@jingzhun/client-sdk";
import { expect, test } from "vitest";
import { certifiedBlock, chainId, outcomes, set, trust } from "../public/certified-test-block.ts";
import { checkBlock, type GivenBlock } from "./block-check.ts";

function given(change: Partial<GivenBlock> = {}, signers?: number): GivenBlock {
  const { hash, header, certificate, ids } = certifiedBlock(signers);
  const listed = outcomes.map((outcome, i) => ({ id: ids[i]!, ...outcome }));
  return { height: 7, hash, header, certificate, outcomes: listed, ...change };
}

test("a block whose certificate and outcomes fit its header is certified", () => {
  const check = checkBlock(given(), trust);
  expect(check).toMatchObject({ result: "certified", block: { header: { height: 7 } } });
});

test("a node that tells anything else is found out", () => {
  const { outcomes: told } = given();
  const header = (change: Partial<GivenBlock>) => expect(checkBlock(given(change), trust).result);
  header({ hash: "00".repeat(32) }).toBe("wrongHeader");
  header({ height: 8 }).toBe("wrongHeader");
  header({ certificate: undefined }).toBe("wrongHeader");
  header({ header: "AAAA" }).toBe("wrongHeader");
  expect(checkBlock(given({}, 2), trust).result).toBe("wrongHeader");
  header({ outcomes: told.slice(1) }).toBe("wrongRoot");
  header({ outcomes: [...told].reverse() }).toBe("wrongRoot");
  header({ outcomes: told.map(({ id }) => ({ id, status: "applied" })) }).toBe("wrongRoot");
  header({ outcomes: told.map((each) => ({ ...each, id: "x" })) }).toBe("wrongRoot");
});

test("a block of later validators is neither certified nor called wrong", () => {
  expect(checkBlock(given(), new Trust(chainId, set.slice(1))).result).toBe("laterSet");
});
