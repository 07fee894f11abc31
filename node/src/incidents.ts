import { join } from "node:path";
import { type Disk, hostDisk } from "@jingzhun/ledger/storage/disk";
import type { DivergenceReport } from "./divergence.ts";
import { writeFileDurably } from "./durable-file.ts";

/** A signature of this node's own consensus key that this node didn't make. */
export interface KeyElsewhere {
  readonly epoch: number;
  readonly height: number;
  readonly round: number;
  readonly type: "proposal" | "prepare" | "commit" | "roundChange";
  /** How it was noticed, for whoever looks into it. */
  readonly how: string;
  /** ms UTC */
  readonly noticedAt: number;
}

/**
 * Why this node signs nothing until its operator has seen to it (DESIGN §6). Each reason is a file, so that a restart
 * doesn't forget it; that the file is there is the reason, and removing it by hand the way out.
 */
export interface Incidents {
  readonly keyElsewhere: boolean;
  /** undefined: none; the height is 0 when the report can't be read */
  readonly divergedAt: number | undefined;
  /** Durable when it returns. The first one is kept. @throws the disk's error; it is known in this process all the same */
  keyMetElsewhere(finding: KeyElsewhere): void;
  /** As above. */
  diverged(report: DivergenceReport): void;
}

/** Beside the signer's record: it concerns the key, whatever becomes of the data. */
export const KEY_ELSEWHERE_FILE = "key-elsewhere.json";
/** In the data folder: it concerns the state, and goes with it. */
export const DIVERGENCE_FILE = "divergence.json";

export function openIncidents(
  files: { readonly keyElsewhere: string; readonly divergence: string },
  disk: Disk = hostDisk,
): Incidents {
  let keyElsewhere = disk.exists(files.keyElsewhere);
  let divergedAt = disk.exists(files.divergence) ? heightOf(files.divergence, disk) : undefined;
  return {
    get keyElsewhere() {
      return keyElsewhere;
    },
    get divergedAt() {
      return divergedAt;
    },
    keyMetElsewhere(finding) {
      if (keyElsewhere) return;
      keyElsewhere = true;
      writeFileDurably(files.keyElsewhere, `${JSON.stringify(finding, null, 2)}\n`, 0o600, disk);
    },
    diverged(report) {
      if (divergedAt !== undefined) return;
      divergedAt = report.height;
      writeFileDurably(files.divergence, `${JSON.stringify(report, null, 2)}\n`, 0o600, disk);
    },
  };
}

/** Where a node keeps them. */
export function incidentFiles(
  keysFolder: string,
  dataFolder: string,
): { readonly keyElsewhere: string; readonly divergence: string } {
  return {
    keyElsewhere: join(keysFolder, KEY_ELSEWHERE_FILE),
    divergence: join(dataFolder, DIVERGENCE_FILE),
  };
}

/** Without a disk: for a simulator and for tests of the parts. */
export function incidentsInMemory(): Incidents & {
  readonly findings: readonly KeyElsewhere[];
  readonly reports: readonly DivergenceReport[];
} {
  const findings: KeyElsewhere[] = [];
  const reports: DivergenceReport[] = [];
  return {
    findings,
    reports,
    get keyElsewhere() {
      return findings.length > 0;
    },
    get divergedAt() {
      return reports[0]?.height;
    },
    keyMetElsewhere(finding) {
      if (findings.length === 0) findings.push(finding);
    },
    diverged(report) {
      if (reports.length === 0) reports.push(report);
    },
  };
}

function heightOf(file: string, disk: Disk): number {
  try {
    const { height } = JSON.parse(disk.read(file).toString("utf8")) as { height?: unknown };
    return typeof height === "number" ? height : 0;
  } catch {
    return 0;
  }
}
