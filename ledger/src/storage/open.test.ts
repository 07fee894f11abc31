import { expect, test } from "vitest";
import { encodeGenesis } from "../block/genesis.ts";
import { encode } from "../bytes/codec.ts";
import { hex } from "../bytes/text.ts";
import { access } from "../domain/access/index.ts";
import { division } from "../domain/division/index.ts";
import { createRegistry } from "../domain/registry.ts";
import { statistics } from "../domain/statistics/index.ts";
import { BlockExecution } from "../execute/block-execution.ts";
import { sealHeader } from "../execute/seal-header.ts";
import { genesisAttachment, publicKeyOf, TestChain, testGenesis } from "../execute/test-chain.ts";
import { sample } from "../execute/test-module.ts";
import { verifyCurrentValue } from "../log/current-value-proof.ts";
import { type Attachment, attachmentId } from "../transaction/index.ts";
import { openLedger } from "./open.ts";
import { temporaryFolder } from "./test-chain.ts";

test("a ledger begins with its genesis and goes on with executed blocks, over restarts", async () => {
  using folder = temporaryFolder();
  const registry = createRegistry([access, division, statistics, sample]);
  const genesis = testGenesis(registry);
  const options = {
    path: folder.path,
    genesis: encodeGenesis(genesis),
    genesisAttachments: [genesisAttachment],
    registry,
  };
  const signer = "admin poverty";
  const memory = new TestChain(registry, genesis); // executes the same in memory, as witness
  let store = await openLedger(options);
  expect(hex(store.head.hash)).toBe(hex(memory.head.hash));
  for (let block = 1; block <= 8; block++) {
    const secret: Attachment = {
      class: "restricted",
      salt: new Uint8Array(16).fill(block),
      bytes: encode({ age: block }),
    };
    const restricted = attachmentId(secret);
    const txs = [
      memory.tx(signer, [["sample.write", { note: "aa", text: String(block) }]]),
      memory.tx(signer, [["sample.restrict", { note: "aa", restricted }]], { attachments: [secret] }),
      memory.tx(signer, [["sample.remove", { note: block % 2 === 0 ? "aa" : "bb" }]]),
    ];
    const wanted = memory.block(...txs);
    const execution = new BlockExecution({
      ...memory.options(),
      view: store,
      parent: store.head.header,
      count: store.forest.count,
      windowHas: (id) => store.windowHas(id),
    });
    execution.runDue();
    for (const tx of txs) execution.execute(tx);
    const result = execution.finish();
    const sealed = sealHeader(result, {
      forest: store.forest,
      chainId: memory.chainId,
      epoch: 0,
      parentHash: store.head.hash,
      proposer: publicKeyOf("consensus poverty"),
    });
    expect(hex(sealed.header.stateRoot)).toBe(memory.root());
    expect(result.outcomes).toEqual(wanted.outcomes);
    const seals = [{ signer: 0, signature: new Uint8Array(64) }];
    const certificate = { epoch: 0, height: block, round: 0, blockHash: sealed.hash, seals };
    await store.commit({ ...sealed, certificate, txs: txs.map(({ tx }) => tx), result });
    for (const tx of txs) expect(store.windowHas(tx.id)).toBe(true);
    if (block % 3 !== 0) continue;
    await store.close();
    store = await openLedger(options);
  }
  for (const [key, record] of memory.state.records) {
    expect(store.get(key)).toMatchObject({ index: record.index, version: record.version });
    verifyCurrentValue(store.prove(key)!, store.head.header.stateRoot);
  }
  expect(store.history("note/aa/secret").map((entry) => entry.version)).toEqual([8, 7, 6, 5, 4, 3, 2, 1]);
  expect(await store.scanIndex("note.by", "", { limit: 9 })).toEqual([]);
  expect((await store.block(5))?.outcomes).toEqual(Array(3).fill({ status: "applied" }));
  await store.close();
  const other = encodeGenesis({ ...genesis, name: "other" });
  await expect(openLedger({ ...options, genesis: other })).rejects.toMatchObject({
    code: "storage.wrong_genesis",
  });
});
