export * from "./clock.ts";
export * from "./config/index.ts";
export * from "./keystore/index.ts";
export { createNode, type NodeDeps, type RunningNode } from "./node.ts";
export * from "./signing/index.ts";
