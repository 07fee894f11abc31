import { contradiction, type ValidatorSet } from "@jingzhun/ledger/certification";
import { type Ballots, saidBefore } from "./ballots.ts";
import type { Output } from "./interface.ts";
import { type Message, type MessageType, signedPartsOf } from "./messages.ts";

/** One finding per validator and type is enough, and bounds the work: `signer/type`. */
export type Accusations = Set<string>;

export function isAccused(accusations: Accusations, message: Message): boolean {
  return accusations.has(`${message.signer}/${message.type}`);
}

/**
 * Does the message contradict what its signer said before? So may what it carries: a PREPARE in a certificate is as
 * good a signature as one that came by itself.
 *
 * @returns whether the message itself does; then it must not count
 */
export function accuse(
  accusations: Accusations,
  ballots: Ballots,
  set: ValidatorSet,
  message: Message,
  out: Output[],
): boolean {
  let contradicts = false;
  for (const part of signedPartsOf(message)) {
    const type: MessageType = part === message ? message.type : "vote" in part ? "prepare" : "roundChange";
    const { round } = "vote" in part ? part.vote : part.claim;
    const before = saidBefore(ballots, type, part.signer, round);
    if (before === undefined) continue;
    const evidence = contradiction(type, set[part.signer]!.consensusKey, before, part);
    if (evidence === undefined) continue;
    if (part === message) contradicts = true;
    const accusation = `${part.signer}/${type}`;
    if (accusations.has(accusation)) continue;
    accusations.add(accusation);
    out.push({ type: "evidence", signer: part.signer, evidence });
  }
  return contradicts;
}
