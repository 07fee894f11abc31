import { readFileSync } from "node:fs";
import { ATTACHMENT_SALT_BYTES, type Attachment, decode, JzError, type Value } from "@jingzhun/ledger";

/** @throws JzError `genesis.file` when it can't be read, `genesis.invalid` when it is cut off or something else */
export function readGenesis(file: string): Uint8Array {
  const bytes = readBytes(file);
  decoded(bytes, (problem) => new JzError("genesis.invalid", file, { problem }));
  return bytes;
}

function decoded(bytes: Uint8Array, invalid: (problem: string) => JzError): Value {
  try {
    return decode(bytes);
  } catch (error) {
    throw error instanceof JzError ? invalid(error.code) : error;
  }
}

/**
 * The founders' attachments: `[[class, salt, bytes] …]`.
 *
 * @throws JzError `genesis.file`, `genesis.attachments_file`
 */
export function readGenesisAttachments(file: string): Attachment[] {
  const invalid = () => new JzError("genesis.attachments_file", "", { file });
  const list = decoded(readBytes(file), invalid);
  if (!Array.isArray(list)) throw invalid();
  return list.map((item): Attachment => {
    if (!Array.isArray(item) || item.length !== 3) throw invalid();
    const [kind, salt, bytes] = item;
    if (kind !== "restricted" && kind !== "sealed") throw invalid();
    if (!(salt instanceof Uint8Array) || salt.length !== ATTACHMENT_SALT_BYTES) throw invalid();
    if (!(bytes instanceof Uint8Array)) throw invalid();
    return { class: kind, salt, bytes };
  });
}

function readBytes(file: string): Uint8Array {
  try {
    return new Uint8Array(readFileSync(file));
  } catch (error) {
    throw new JzError("genesis.file", "", { file, problem: String((error as NodeJS.ErrnoException).code) });
  }
}
