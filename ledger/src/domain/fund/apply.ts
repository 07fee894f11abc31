import { defineModule } from "../module.ts";
import { accountRecord } from "./accounts.ts";
import { acknowledge } from "./acknowledgement.ts";
import { indicatorRecord } from "./indicator-schema.ts";
import { allocate, issue } from "./indicators.ts";
import { paymentRecord, paymentsRecord } from "./payment-schema.ts";
import { apply, approve, pay, reject } from "./payments.ts";
import { postingRecord } from "./posting.ts";
import { fundRefusals } from "./refusals.ts";

/** Funds 扶贫资金, every fen: README.md tells the process. */
export const fund = defineModule({
  name: "fund",
  version: 1,
  records: [accountRecord, postingRecord, indicatorRecord, paymentsRecord, paymentRecord],
  actions: [issue, allocate, apply, approve, reject, pay, acknowledge],
  refusals: fundRefusals,
});
