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
export { type PassphraseSources, readPassphrase } from "./passphrase.ts";
