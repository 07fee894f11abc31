import { cpus, release, totalmem } from "node:os";
import { signatureInput, suite } from "@jingzhun/ledger";

/** What the figures were taken on, and the machine's own limit in the same run. */
export interface Machine {
  cpu: string;
  cores: number;
  memoryGiB: number;
  node: string;
  kernel: string;
  /** One Ed25519 verification of a 300-byte message, single thread, µs: median of the rounds. */
  verifyMicros: number;
  date: string;
}

const ROUNDS = 7;
const PER_ROUND = 1_000;

/** Single-threaded cost of the suite's verification, µs. Takes about half a second. */
function measureVerify(): number {
  const seed = new Uint8Array(32).fill(7);
  const message = signatureInput("tx", "bench", new Uint8Array(300));
  const signature = suite.sign(message, seed);
  const publicKey = suite.publicKey(seed);
  const rounds: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const from = performance.now();
    for (let i = 0; i < PER_ROUND; i++) {
      if (!suite.verify(signature, message, publicKey)) throw new Error("a good signature was refused");
    }
    rounds.push(((performance.now() - from) * 1_000) / PER_ROUND);
  }
  return rounds.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)]!;
}

export function machineFacts(): Machine {
  const list = cpus();
  return {
    cpu: list[0]?.model ?? "unknown",
    cores: list.length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    kernel: release(),
    verifyMicros: measureVerify(),
    date: new Date().toISOString(),
  };
}

/** The value below which a share `q` of the sorted list lies. */
export function quantile(sorted: readonly number[], q: number): number {
  if (sorted.length === 0) return Number.NaN;
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))]!;
}
