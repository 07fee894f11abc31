export * from "./clock.ts";
export * from "./config/index.ts";
export * from "./keystore/index.ts";
export * from "./signing/index.ts";
