import { parentPort, workerData } from "node:worker_threads";
import { exploreByPlan, type Plan } from "./plan.ts";

parentPort!.postMessage(await exploreByPlan(workerData as Plan));
