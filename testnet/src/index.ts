export {
  type HouseholdFixture,
  householdFixture,
  indicatorFixture,
  type PersonFixture,
  personFixture,
  serviceFixture,
} from "./fixtures.ts";
export {
  type StartNetworkOptions,
  startNetwork,
  type TestNetwork,
  withNetwork,
} from "./network/start-network.ts";
export { createRandom, type Random } from "./random.ts";
