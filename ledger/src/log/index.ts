export {
  type CurrentValueProof,
  decodeCurrentValueProof,
  encodeCurrentValueProof,
  verifyCurrentValue,
} from "./current-value-proof.ts";
export { entryLeaf, type LeafInput, valueHash } from "./entry.ts";
export { type Appended, Forest, type ForestParts, type LeavesOfTwig } from "./forest.ts";
export { type EntryPath, type Hashing, verifyPath } from "./path.ts";
export { entrySalt, FIRST_SECRET, nextSecret } from "./salt.ts";
