export {
  createKey,
  KEY_ROLES,
  type KeyFile,
  type KeyRole,
  type OpenKey,
  openKey,
  readKeyFile,
  SCRYPT_N,
  SCRYPT_N_TEST,
} from "./keystore.ts";
export {
  CONSENSUS_KEY_FILE,
  configuredPassphrase,
  NETWORK_KEY_FILE,
  type NodeKeys,
  openNodeKeys,
} from "./node-keys.ts";
export { type PassphraseSources, readPassphrase } from "./passphrase.ts";
