import { type Client, createClient, createSigner } from "@jingzhun/client-sdk";
import { inject } from "vitest";

/** A client of the first operator with this role. */
export async function clientOf(role: string): Promise<Client> {
  const { urls } = inject("network");
  const operators = await createClient({ urls }).call("testnet.operators", {});
  const operator = operators.find((each) => each.role === role);
  if (operator === undefined) throw new Error(`nobody here is ${role}`);
  return createClient({ urls, signer: createSigner(operator.key) });
}

/** Addresses for the routes that name something, by route: each such route of the console needs one here. */
export async function examples(): Promise<{ readonly [route: string]: readonly string[] }> {
  const officer = await clientOf("county_officer");
  const registered = await officer.call("households.list", {
    query: { division: "433124110226", state: "registered", limit: 1 },
  });
  const household = registered.items[0]!.id;
  const served = await officer.call("services.list", { query: { division: "433124110226", limit: 1 } });
  const service = served.items[0]!;
  const payments = await officer.call("payments.list", { query: { division: "433124110226", limit: 1 } });
  const payment = payments.items[0]!;
  const history = await officer.call("households.history", { params: { household } });
  const { txId, height } = history.items[0]!;
  return {
    "/actions/:type": [
      `/actions/household.requestCorrection?householdId=${household}`,
      "/actions/household.register",
      "/actions/fund.apply",
    ],
    "/explorer/blocks/:height": [`/explorer/blocks/${height}`],
    "/explorer/transactions/:id": [`/explorer/transactions/${txId}`],
    "/funds/payments/:household/:n": [`/funds/payments/${payment.household}/${payment.n}`],
    "/funds/indicators/:indicator": [`/funds/indicators/${payment.indicator}`],
    "/funds/households/:household": [`/funds/households/${payment.household}`],
    "/households/:household": [`/households/${household}`],
    "/record-lists/:type": ["/record-lists/household", "/record-lists/indicator"],
    "/records/*": [`/records/household/${household}`],
    "/services/:household": [`/services/${service.household}`],
    "/services/:household/:n": [`/services/${service.household}/${service.n}`],
    "/transactions/:id": [`/transactions/${txId}`],
    // Beside the page itself, what it shows when asked to.
    "/overview": ["/overview", "/overview?wall=1"],
    "/public": ["/public", "/public?division=433124110226"],
  };
}
