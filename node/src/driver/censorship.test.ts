import { equalBytes, txId } from "@jingzhun/ledger";
import { expect, test } from "vitest";
import { PASSED_OVER_MAX } from "../limits.ts";
import { registerVillage, startTestNodes, submission } from "../test-network.ts";
import { idKey } from "../wire/id-key.ts";

test("a proposer that leaves one transaction out of every block loses its turn, and the transaction gets in", async () => {
  await using network = await startTestNodes({ params: { tenure: 1_000 } });
  const submit = async (node: number, name: string) => {
    const { access } = network.node(node);
    const [result] = await access.submit([submission(network.sign([registerVillage(name)]))]);
    expect(result).toMatchObject({ status: "accepted" });
    return { id: result!.id!, final: () => access.waitFinal(result!.id!, 15_000) };
  };
  const first = await (await submit(0, "first")).final();
  await network.reach((first as { height: number }).height);
  const { proposer } = network.node(0).access.head().header;
  const censor = [0, 1, 2, 3].find((i) => equalBytes(network.node(i).core.parts.consensusKey!, proposer))!;
  const others = [0, 1, 2, 3].filter((i) => i !== censor);
  const { mempool } = network.node(censor).core;
  const executableOf = mempool.executableOf.bind(mempool);
  const unwanted = new Set<string>();
  mempool.executableOf = (tx) => (unwanted.has(tx.key) ? undefined : executableOf(tx));

  // It enters no block before the censor knows that it doesn't want it.
  const tx = network.sign([registerVillage("unwanted")]);
  const bytes = submission(tx);
  const { access } = network.node(others[0]!);
  unwanted.add(idKey(txId(tx.body)));
  await access.submit([bytes]);
  const isEverywhere = () => others.every((i) => network.node(i).core.mempool.pool.count > 0);
  await expect.poll(isEverywhere, { timeout: 5_000 }).toBe(true);

  const from = access.head().height;
  let more = 0;
  const outcome = async () => {
    await (await submit(others[1]!, `more-${more++}`)).final();
    return (await access.txStatus(txId(tx.body))).status;
  };
  await expect.poll(outcome, { timeout: 40_000 }).toBe("applied");
  const status = await access.txStatus(txId(tx.body));
  const { height } = status as { height: number };
  expect(height).toBeGreaterThan(from + PASSED_OVER_MAX);
  const block = network.node(others[0]!).core.chain.store.header(height)!;
  expect(equalBytes(block.header.proposer, proposer)).toBe(false);
  expect(block.certificate!.round).toBeGreaterThan(0);
}, 60_000);
