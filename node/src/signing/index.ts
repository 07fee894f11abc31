export { comparePositions, FIRST_POSITION, type Phase, type Position } from "./position.ts";
export { createSigner, openSigner, type Signer, signerFile } from "./signer.ts";
export { openWal, type TornTail, type Wal } from "./wal.ts";
