import type { Route } from "../route.ts";
import { authRoutes } from "./auth.ts";
import { chainRoutes } from "./chain.ts";
import { divisionRoutes } from "./divisions.ts";
import { eventRoutes } from "./events.ts";
import { evidenceRoutes } from "./evidence.ts";
import { fundRoutes } from "./funds.ts";
import { governanceRoutes } from "./governance.ts";
import { householdRoutes } from "./households.ts";
import { organisationRoutes } from "./organisations.ts";
import { paymentRoutes } from "./payments.ts";
import { publicRoutes } from "./public.ts";
import { recordRoutes } from "./records.ts";
import { serviceRoutes } from "./services.ts";
import { statisticsRoutes } from "./statistics.ts";
import { statusRoutes } from "./status.ts";
import { testnetRoutes } from "./testnet.ts";
import { traceRoutes } from "./traces.ts";
import { transactionRoutes } from "./transactions.ts";

/** All routes of the API. */
export const routes: readonly Route[] = [
  ...statusRoutes,
  ...authRoutes,
  ...transactionRoutes,
  ...eventRoutes,
  ...chainRoutes,
  ...recordRoutes,
  ...householdRoutes,
  ...serviceRoutes,
  ...fundRoutes,
  ...paymentRoutes,
  ...traceRoutes,
  ...organisationRoutes,
  ...evidenceRoutes,
  ...governanceRoutes,
  ...divisionRoutes,
  ...statisticsRoutes,
  ...publicRoutes,
  ...testnetRoutes,
];
