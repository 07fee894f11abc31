import { expect, test } from "vitest";
import { startCounty } from "../testing/county.ts";
import { ask, signIn } from "../testing/requests.ts";

test("a node that is behind what a client saw elsewhere says so, so that the client goes on at another", async () => {
  await using county = await startCounty();
  const token = await signIn(county, "auditor");
  const { body } = await ask(county, "/v1/status");
  const ahead = { ...token, "last-event-id": String(body.height + 5) };
  const answer = await ask(county, "/v1/events", { headers: ahead });
  expect(answer.status).toBe(503);
  expect(answer.body).toMatchObject({ code: "behind", path: "last-event-id" });
});
