import { existsSync } from "node:fs";
import { join } from "node:path";
import type { NodeConfig } from "../config/index.ts";
import { type OpenKey, openKey } from "./keystore.ts";
import { readPassphrase } from "./passphrase.ts";

/** File names in the folder of keys. */
export const CONSENSUS_KEY_FILE = "consensus.json";
export const NETWORK_KEY_FILE = "network.json";

export interface NodeKeys {
  readonly network: OpenKey;
  /** Observers have none. */
  readonly consensus: OpenKey | undefined;
}

type KeySettings = NodeConfig["keys"];

/** The passphrase from where the configuration says, or JINGZHUN_PASSPHRASE. @throws JzError as readPassphrase */
export function configuredPassphrase(
  keys: KeySettings,
  environment: { readonly [name: string]: string | undefined } = process.env,
): string {
  return readPassphrase({
    fd: keys.passphraseFd,
    environment: environment["JINGZHUN_PASSPHRASE"] ?? keys.passphrase,
    file: keys.passphraseFile,
  });
}

/** Opens the keys that a node runs with. @throws JzError as openKey */
export async function openNodeKeys(keys: KeySettings, passphrase: string): Promise<NodeKeys> {
  const consensusFile = join(keys.folder, CONSENSUS_KEY_FILE);
  const [network, consensus] = await Promise.all([
    openKey(join(keys.folder, NETWORK_KEY_FILE), passphrase, "network"),
    existsSync(consensusFile) ? openKey(consensusFile, passphrase, "consensus") : undefined,
  ]);
  return { network, consensus };
}
