export { consoleFiles } from "./http/console-files.ts";
export { clientOf } from "./limiting/token-bucket.ts";
export type {
  BlockView,
  Head,
  NodeAccess,
  NodeDetails,
  Problem,
  ProvedRecord,
  RecordVersion,
  RefusalData,
  SimulateResult,
  Status,
  SubmitResult,
  TestnetAccess,
  TestOperator,
  TxPlace,
  TxStatus,
} from "./node-access.ts";
export type { Catalogue, ProblemText } from "./problem.ts";
export { type Api, type ApiOptions, createApi, type ListeningApi } from "./server.ts";
