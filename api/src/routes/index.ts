import type { Route } from "../route.ts";
import { authRoutes } from "./auth.ts";
import { chainRoutes } from "./chain.ts";
import { divisionRoutes } from "./divisions.ts";
import { eventRoutes } from "./events.ts";
import { organisationRoutes } from "./organisations.ts";
import { publicRoutes } from "./public.ts";
import { recordRoutes } from "./records.ts";
import { statisticsRoutes } from "./statistics.ts";
import { statusRoutes } from "./status.ts";
import { testnetRoutes } from "./testnet.ts";
import { transactionRoutes } from "./transactions.ts";

/** All routes of the API. */
export const routes: readonly Route[] = [
  ...statusRoutes,
  ...authRoutes,
  ...transactionRoutes,
  ...eventRoutes,
  ...chainRoutes,
  ...recordRoutes,
  ...organisationRoutes,
  ...divisionRoutes,
  ...statisticsRoutes,
  ...publicRoutes,
  ...testnetRoutes,
];
