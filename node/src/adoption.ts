import { existsSync } from "node:fs";
import { join } from "node:path";
import {
  decodeGenesis,
  decodeValidators,
  equalBytes,
  fromHex,
  JzError,
  PHASE,
  quorum,
  registry,
} from "@jingzhun/ledger";
import { openLedger } from "@jingzhun/ledger/storage";
import { newestCertificates } from "./chain/newest-certificates.ts";
import { systemClock } from "./clock.ts";
import type { NodeConfig } from "./config/index.ts";
import { readGenesis } from "./genesis-files.ts";
import { CONSENSUS_KEY_FILE, readKeyFile } from "./keystore/index.ts";
import { type Adoption, type AdoptionRequest, adopt, type Position } from "./signing/index.ts";
import { decodePositionCopy } from "./signing/position-copy.ts";

/**
 * `keys adopt` on a node's folders (DESIGN §6). The ledger is opened for what it knows of the key, and because its lock
 * is what keeps a running node's record from being changed.
 *
 * @throws JzError `adopt.…`, `signer.other_key`; StorageError `storage.locked`: the node runs
 */
export async function adoptOffline(
  config: NodeConfig,
  { lastSigned, force }: Pick<AdoptionRequest, "lastSigned" | "force">,
): Promise<Adoption> {
  const { folder } = config.keys;
  const keyFile = join(folder, CONSENSUS_KEY_FILE);
  if (!existsSync(keyFile)) throw new JzError("adopt.no_key");
  const publicKey = fromHex(readKeyFile(keyFile).publicKey);
  const genesis = readGenesis(config.network.genesis);
  decodeGenesis(genesis);
  const store = await openLedger({ path: config.storage.folder, genesis, registry });
  try {
    const set = decodeValidators(store.get("governance/validators")!.value!);
    const isOwn = (key: Uint8Array) => equalBytes(key, publicKey);
    const known: Position[] = [];
    for (const { epoch, height, round, seals } of newestCertificates(store, set)) {
      if (!seals.some(({ signer }) => isOwn(set[signer]!.consensusKey))) continue;
      known.push({ epoch, height, round, phase: PHASE.commit });
      break;
    }
    const copy = store.signerPosition && decodePositionCopy(store.signerPosition, publicKey);
    if (copy !== undefined) known.push(copy);
    return adopt({
      folder,
      publicKey,
      lastSigned,
      force,
      head: store.head.header,
      known,
      others: set.filter(({ consensusKey }) => !isOwn(consensusKey)).length,
      needed: quorum(set.length),
      clock: systemClock(),
    });
  } finally {
    await store.close();
  }
}
