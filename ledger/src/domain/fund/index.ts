export { fund } from "./apply.ts";
export * from "./queries.ts";
export {
  type Account,
  type AccountKind,
  accountIds,
  accountKind,
  accountRecord,
  balanceFen,
  CHART,
  DEFAULT_THRESHOLDS,
  type Indicator,
  indicatorRecord,
  type Payment,
  type Posting,
  paymentRecord,
  paymentsRecord,
  postingId,
  postingRecord,
  receiptStatement,
  type Thresholds,
  thresholdsSchema,
} from "./schema.ts";
export { type PaymentState, paymentSteps } from "./states.ts";
