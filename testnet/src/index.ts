export { type StartNetworkOptions, startNetwork, type TestNetwork } from "./network/start-network.ts";
export { createRandom, type Random } from "./random.ts";
