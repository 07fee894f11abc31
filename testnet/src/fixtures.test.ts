import { createSigner, signTransaction } from "@jingzhun/client-sdk";
import {
  type Action,
  type Attachment,
  decodeSignedTx,
  executable,
  formRefusals,
  registry,
} from "@jingzhun/ledger";
import { expect, test } from "vitest";
import { householdFixture, indicatorFixture, personFixture, serviceFixture } from "./fixtures.ts";
import { HUAYUAN, HUAYUAN_FINANCE, SHIBADONG } from "./network/organisations.ts";

const date = "2026-01-01";

/** Codes and paths for which a node would refuse this at its door. */
async function refusals(actions: Action[], attachments: Attachment[] = []) {
  const signer = createSigner(new Uint8Array(32).fill(1));
  const { bytes } = await signTransaction(signer, `test-${"0".repeat(32)}`, actions, 1, { attachments });
  const { body, signature, attachments: carried } = decodeSignedTx(bytes);
  return formRefusals(executable({ body, signature }, carried), registry).map(({ code, path }) => ({
    code,
    path,
  }));
}

test("every fixture has the form that the ledger asks for, and is new at each call", async () => {
  const persons = [
    personFixture(),
    personFixture({ relation: "son", sex: "male", birthDate: "2012-03-04", schoolStatus: "grade_8" }),
  ];
  const household = householdFixture({ division: SHIBADONG, date, persons });
  expect(household.attachments.length).toBe(2);
  expect(await refusals(household.actions, household.attachments)).toEqual([]);
  const indicator = indicatorFixture({ division: HUAYUAN, organisation: HUAYUAN_FINANCE, date });
  expect(await refusals(indicator.actions)).toEqual([]);
  const { householdId } = household;
  expect(await refusals(serviceFixture({ householdId, date }).actions)).toEqual([]);
  expect(householdFixture({ division: SHIBADONG, date }).householdId).not.toBe(householdId);
});

test("a change stands in place of its field, and what is wrong with it is found", async () => {
  const household = householdFixture({
    division: SHIBADONG,
    date,
    change: { kind: "rich" },
  });
  const found = await refusals(household.actions, household.attachments);
  expect(found.map(({ path }) => path)).toEqual(["actions.0.kind"]);
  const indicator = indicatorFixture({
    division: HUAYUAN,
    organisation: HUAYUAN_FINANCE,
    date,
    change: { amountFen: -1 },
  });
  expect((await refusals(indicator.actions)).map(({ path }) => path)).toEqual(["actions.0.amountFen"]);
  const service = serviceFixture({ householdId: household.householdId, date, change: { minutes: "long" } });
  expect((await refusals(service.actions)).map(({ path }) => path)).toEqual(["actions.0.minutes"]);
});
