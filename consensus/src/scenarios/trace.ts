import { fromUtf8, hex, suite, utf8 } from "@jingzhun/ledger/certification";
import { decodeMessage, type Message, type Output, placeOf, type UnsignedMessage } from "../index.ts";
import type { HostEvent, Packet } from "./host.ts";

/** Blocks by their hash, so that a trace can call them by their text. */
const names = new Map<string, string>();

function blockName(hash: Uint8Array | null): string {
  return hash === null ? "nothing" : (names.get(hex(hash)) ?? hex(hash).slice(0, 8));
}

export function nameBlock(text: string): void {
  names.set(hex(suite.hash(utf8(text))), text);
}

/** `PREPARE 1/0 A`: height, round, block. */
function describeMessage(message: Message | UnsignedMessage): string {
  const { height, round } = placeOf(message);
  const at = `${height}/${round}`;
  if (message.type === "roundChange") {
    const { preparedRound, preparedHash } = message.claim;
    const prepared =
      preparedRound === null ? "" : `, prepared ${blockName(preparedHash)} in ${preparedRound}`;
    return `ROUND-CHANGE ${at}${prepared}`;
  }
  const block = blockName(message.vote.blockHash);
  if (message.type !== "proposal") return `${message.type.toUpperCase()} ${at} ${block}`;
  const { roundChanges, prepares } = message.justification;
  const because =
    roundChanges.length === 0
      ? ""
      : `, justified by ${roundChanges.length} round changes` +
        (prepares.length === 0 ? "" : ` and ${prepares.length} prepares`);
  const value = fromUtf8(message.value);
  return `PROPOSAL ${at} ${block}${value === block ? "" : ` with value ${value}`}${because}`;
}

export function describePacket(packet: Packet): string {
  if (packet.kind === "message") return describeMessage(decodeMessage(packet.bytes));
  return packet.kind === "ask" ? `ask for ${packet.height}` : `block ${packet.height} ${packet.block.value}`;
}

/** One line an event; undefined for what only a crash test wants to know. */
export function describeEvent(event: HostEvent): string | undefined {
  if (event.what === "step") return undefined;
  if (event.what === "refused") return `signer refuses ${describeMessage(event.message)}`;
  return describeOutput(event.output);
}

function describeOutput(output: Output): string | undefined {
  switch (output.type) {
    case "roundEntered":
      return `enters ${output.height}/${output.round}, proposer ${output.proposer}`;
    case "setTimer":
      return `timer ${output.ms} ms`;
    case "buildProposal":
      return `build for ${output.height}/${output.round}`;
    case "fetchProposal":
      return `fetch ${blockName(output.hash)} from ${output.holders.join(" ")}`;
    case "validateProposal":
      return `validate ${fromUtf8(output.value)}${output.justifiedByPrepared ? ", timestamp aside" : ""}`;
    case "sign":
      return `sign ${describeMessage(output.message)}${output.body === null ? "" : ", body in the WAL"}`;
    case "send":
      return `send ${describeMessage(output.message)}${output.to === "all" ? "" : ` to ${output.to}`}`;
    case "decided": {
      const signers = output.certificate.seals.map((seal) => seal.signer).join(" ");
      const how = output.value === null ? ", value missing" : output.validated ? "" : ", not executed yet";
      return `DECIDED ${output.height}/${output.round} ${blockName(output.hash)}, sealed by ${signers}${how}`;
    }
    case "evidence": {
      const { type, height, round } = output.evidence;
      return `EVIDENCE against ${output.signer}: two of ${type} ${height}/${round}`;
    }
    case "answerDecided":
      return `answers ${output.to} with block ${output.height}`;
    case "wantFuture":
      return `wants to sync: others are at ${output.height}`;
    case "verify":
    case "log":
      return undefined;
  }
}
