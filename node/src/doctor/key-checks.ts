import { existsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { equalBytes, fromHex, hex, JzError, type ValidatorSet } from "@jingzhun/ledger";
import { fill, PROBLEM_TEXTS } from "../cli/texts.ts";
import type { NodeConfig } from "../config/index.ts";
import {
  CONSENSUS_KEY_FILE,
  configuredPassphrase,
  NETWORK_KEY_FILE,
  openNodeKeys,
  readKeyFile,
} from "../keystore/index.ts";
import { readSignerRecord, signerFile } from "../signing/index.ts";
import { bad, type Finding, ok } from "./finding.ts";

/** A JzError as a finding, with the texts of its code. */
export function findingOf(check: string, error: unknown): Finding {
  const code = error instanceof JzError ? error.code : "internal";
  const values = error instanceof JzError ? { ...error.values, path: error.path } : {};
  const text = PROBLEM_TEXTS[code];
  if (text === undefined) return bad("problem", check, [String(error), String(error)], ["", ""]);
  return bad(
    "problem",
    check,
    [fill(text.zh, values), fill(text.en, values)],
    [fill(text.remedy.zh, values), fill(text.remedy.en, values)],
  );
}

/** Key files: there, whole, private, of the right role, opened by the passphrase, fitting the signer record. */
export async function checkKeys(keys: NodeConfig["keys"], validators?: ValidatorSet): Promise<Finding[]> {
  const findings: Finding[] = [];
  const files = [NETWORK_KEY_FILE, CONSENSUS_KEY_FILE].map((name) => join(keys.folder, name));
  const present = files.filter((file, i) => i === 0 || existsSync(file));
  for (const file of present) {
    try {
      readKeyFile(file);
    } catch (error) {
      return [findingOf("keys", error)];
    }
  }
  findings.push(...checkPrivate(keys, present));
  try {
    const opened = await openNodeKeys(keys, configuredPassphrase(keys));
    const role = opened.consensus === undefined ? "观察节点 observer" : "验证者 validator";
    findings.push(ok("keys", `密钥可打开（${role}）`, `the keys open (${role})`));
  } catch (error) {
    if (!(error instanceof JzError) || error.code !== "keystore.no_passphrase") {
      return [...findings, findingOf("keys", error)];
    }
    findings.push(
      bad(
        "warning",
        "keys",
        ["未提供口令，未试开密钥", "no passphrase was given, so the keys were not opened"],
        ["设置 JINGZHUN_PASSPHRASE 后再运行", "set JINGZHUN_PASSPHRASE and run it again"],
      ),
    );
  }
  if (present.length > 1) findings.push(...checkSigner(keys.folder, files[1]!, validators));
  return findings;
}

function checkPrivate(keys: NodeConfig["keys"], files: readonly string[]): Finding[] {
  const secret = [...files, ...(keys.passphraseFile === undefined ? [] : [keys.passphraseFile])];
  const open = secret.filter((file) => existsSync(file) && (statSync(file).mode & 0o077) !== 0);
  if (open.length === 0) return [];
  const names = open.join(" ");
  return [
    bad(
      "problem",
      "keys.permissions",
      [`其他用户可读：${names}`, `other users can read ${names}`],
      [`执行：chmod 600 ${names}`, `run: chmod 600 ${names}`],
    ),
  ];
}

function checkSigner(folder: string, consensusFile: string, validators?: ValidatorSet): Finding[] {
  const publicKey = fromHex(readKeyFile(consensusFile).publicKey);
  const findings: Finding[] = [];
  try {
    const record = readSignerRecord(folder);
    if (!equalBytes(record.publicKey, publicKey)) {
      throw new JzError("signer.other_key", "", { file: signerFile(folder), found: hex(record.publicKey) });
    }
    const { epoch, height, round } = record.position;
    const at = `${epoch}/${height}/${round}`;
    findings.push(ok("signer", `签名记录位于 ${at}`, `the signer record stands at ${at}`));
  } catch (error) {
    findings.push(findingOf("signer", error));
  }
  if (
    validators !== undefined &&
    !validators.some(({ consensusKey }) => equalBytes(consensusKey, publicKey))
  ) {
    findings.push(
      bad(
        "warning",
        "validator",
        ["共识密钥不在创世验证者中", "the consensus key is not among genesis's validators"],
        [
          `如未经治理登记为验证者，请把公钥 ${hex(publicKey)} 交治理方登记`,
          `unless it was registered since: have governance register ${hex(publicKey)} (${dirname(consensusFile)})`,
        ],
      ),
    );
  }
  return findings;
}
