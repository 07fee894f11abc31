import type { FoundViolation } from "./plan.ts";
import { QUORUM } from "./validators.ts";

/** Does the trace of a script show that this was broken? It knows nothing of how it was found. */
export function isSeen({ broken }: FoundViolation, trace: string): boolean {
  const lines = trace.split("\n");
  switch (broken) {
    case "agreement":
    case "only decidable value":
      return new Set(decisions(lines).map(({ block }) => block)).size > 1;
    case "certificate":
      return decisions(lines).some((decision) => sealsSeen(lines, decision) < QUORUM);
    case "signer agrees":
      return lines.some((line) => line.includes("signer refuses"));
    case "one signature a place":
      return nodes(lines).some((node) => hasContradicted(saidBy(lines, node, "sign")));
    case "ROUND-CHANGE shows COMMIT":
      return nodes(lines).some((node) => hidesCommit(saidBy(lines, node, "sign")));
    case "WAL before wire":
      return nodes(lines).some((node) => hasForgotten(lines, node));
  }
}

interface Decision {
  readonly node: string;
  readonly round: string;
  readonly block: string;
  readonly seals: readonly string[];
}

function decisions(lines: readonly string[]): Decision[] {
  return lines.flatMap((line) => {
    const found = /^ {2}(\d): DECIDED 1\/(\d) (\S+), sealed by ([\d ]+)/.exec(line);
    if (found === null) return [];
    const [, node, round, block, seals] = found as unknown as string[];
    return [{ node: node!, round: round!, block: block!, seals: seals!.trim().split(" ") }];
  });
}

/** Of the seals, those that the node was sent or gave itself, for this block in this round. */
function sealsSeen(lines: readonly string[], { node, round, block, seals }: Decision): number {
  const commit = `COMMIT 1/${round} ${block}`;
  const isSeen = (signer: string) =>
    lines.includes(signer === node ? `  ${node}: send ${commit}` : `${signer}>${node} ${commit}`);
  return seals.filter(isSeen).length;
}

function nodes(lines: readonly string[]): string[] {
  return [...new Set(lines.flatMap((line) => /^ {2}(\d): /.exec(line)?.[1] ?? []))];
}

/** `COMMIT 1/0 b`, in order. What is signed is in the WAL before the power can go. */
function saidBy(lines: readonly string[], node: string, how: "sign" | "send"): string[] {
  const start = `  ${node}: ${how} `;
  const said = lines.filter((line) => line.startsWith(start));
  return said.map((line) => line.slice(start.length).replace(", body in the WAL", ""));
}

/** Two different messages of one type and round. */
function hasContradicted(signed: readonly string[]): boolean {
  const places = new Map<string, string>();
  return signed.some((message) => {
    const place = message.split(/[ ,]/).slice(0, 2).join(" ");
    const before = places.get(place);
    places.set(place, message);
    return before !== undefined && before !== message;
  });
}

function hidesCommit(signed: readonly string[]): boolean {
  let committed = -1;
  return signed.some((message) => {
    const commit = /^COMMIT 1\/(\d)/.exec(message);
    if (commit !== null) committed = Math.max(committed, Number(commit[1]));
    if (!message.startsWith("ROUND-CHANGE")) return false;
    return Number(/ in (\d)$/.exec(message)?.[1] ?? -1) < committed;
  });
}

/** Does it not say again after a power cut what it said last before? */
function hasForgotten(lines: readonly string[], node: string): boolean {
  const cut = lines.indexOf(`  ${node}: power cut`);
  const last = saidBy(lines.slice(0, Math.max(cut, 0)), node, "send").at(-1);
  return last !== undefined && !saidBy(lines.slice(cut), node, "send").includes(last);
}
