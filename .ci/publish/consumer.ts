// A program of somebody who installed the packages: check.ts compiles it against their declarations and runs it on
// their JavaScript, in a folder outside the repository. It starts a network, signs, submits and verifies.
import { deepStrictEqual, strictEqual } from "node:assert";
import { action, createSigner, newId, restrictedAttachment } from "@jingzhun/client-sdk";
import { createQbft } from "@jingzhun/consensus";
import { portableSuite, suite, utf8 } from "@jingzhun/ledger";
import { openLedger } from "@jingzhun/ledger/storage";
import { startNetwork } from "@jingzhun/testnet";

// Were the declarations not found, everything would be `any` and the next line without the error that it expects.
// @ts-expect-error bytes are no text
const _declared: string = utf8("");

const seed = new Uint8Array(32).fill(7);
deepStrictEqual(portableSuite.publicKey(seed), suite.publicKey(seed));
deepStrictEqual(createSigner(seed).publicKey, suite.publicKey(seed));
deepStrictEqual([typeof createQbft, typeof openLedger], ["function", "function"]);

await using network = await startNetwork({ nodes: 1 });
const { id, division } = network.operators.find(({ role }) => role === "village_clerk")!;
const clerk = await network.as(id);
const [householdId, personId, effectiveDate] = [newId("H"), newId("P"), await clerk.today()];
const person = restrictedAttachment({
  relation: "self",
  sex: "female",
  birthDate: "1968-05-01",
  ethnicGroup: "miao",
  health: ["healthy"],
});
const register = action("household.register", {
  householdId,
  division,
  standard: "national",
  kind: "general",
  cause: { main: "illness", others: [] },
  flags: [],
  members: [{ personId, restricted: person.id }],
  effectiveDate,
});
const submitted = await clerk.submit([register], { attachments: [person.attachment] });
strictEqual((await submitted.waitForFinality()).status, "applied");
const { value } = await clerk.record(`household/${householdId}`); // throws when its proof doesn't hold
strictEqual((value as { division: string }).division, division);
