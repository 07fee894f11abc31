export { ADOPTIONS_FILE, type Adoption, type AdoptionRequest, adopt, lastAdoption } from "./adopt.ts";
export { comparePositions, FIRST_POSITION, type Phase, type Position } from "./position.ts";
export { createSigner, openSigner, readSignerRecord, type Signer, signerFile } from "./signer.ts";
export { openWal, type TornTail, type Wal } from "./wal.ts";
export { openWatch, Watch } from "./watch.ts";
