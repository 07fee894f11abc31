export { suite } from "#suite";
export { H, keyId, merkleRoot, recordKeyHash } from "./hashing.ts";
export { suite as portableSuite } from "./portable.ts";
export { type SignatureDomain, signatureInput, signBytes, verifyBytes } from "./signing.ts";
export { type CryptoSuite, SUITE_NAME } from "./suite.ts";
