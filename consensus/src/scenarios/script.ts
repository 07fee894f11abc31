import { fromUtf8, hex, suite, utf8 } from "@jingzhun/ledger/certification";
import { decodeMessage, encodeMessage } from "../index.ts";
import { forge } from "./forge.ts";
import { Network, PowerCut } from "./network.ts";
import { describePacket, nameBlock } from "./trace.ts";

/**
 * Runs a scenario: a text of steps, each with commands, `----`, and the whole trace that they must give, after the
 * manner of etcd's raft. README.md lists the commands.
 *
 * @returns the same text with the trace that really came
 */
export function runScript(text: string): string {
  const network = { current: new Network(1) };
  const steps = text.trimEnd().split(/\n\n(?=\S)/);
  return steps.map((step) => runStep(step, network)).join("\n\n") + "\n";
}

function runStep(step: string, network: { current: Network }): string {
  const commands = step.split("\n----")[0]!;
  const lines = commands.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  if (lines.length === 0) return commands;
  const traces = lines.map((line) => {
    const [command, ...args] = line.trim().split(" ");
    if (command === "nodes") {
      network.current = new Network(Number(args[0]));
      return [...network.current.trace];
    }
    const before = network.current.trace.length;
    const run = COMMANDS[command!];
    if (run === undefined) throw new Error(`no command ${command}`);
    run(network.current, args);
    return network.current.trace.slice(before);
  });
  const trace = traces.flat();
  return `${commands}\n----\n${trace.length === 0 ? "(nothing)" : trace.join("\n")}`;
}

type Command = (network: Network, args: readonly string[]) => void;

/** A command for each of the named nodes. */
function forEach(action: (network: Network, index: number) => void): Command {
  return (network, args) => {
    for (const arg of args) action(network, Number(arg));
  };
}

const COMMANDS: { readonly [name: string]: Command } = {
  wake: forEach((network, index) => network.wake(index)),
  timer: forEach((network, index) => network.fireTimer(index)),
  resend: forEach((network, index) => network.guard(index, (host) => host.give({ type: "resend" }))),
  crash: forEach((network, index) => network.crash(index)),
  restart: forEach((network, index) => network.restart(index)),
  // With what was written and not synced.
  recover: forEach((network, index) => network.restart(index, Number.POSITIVE_INFINITY)),
  slow: forEach((network, index) => {
    network.hosts[index]!.slow = true;
  }),
  release: forEach((network, index) => network.guard(index, (host) => host.release())),
  isolate: forEach((network, index) => {
    for (let other = 0; other < network.n; other++)
      network.cut.add(`${index}>${other}`).add(`${other}>${index}`);
  }),
  chain: forEach((network, index) => {
    network.trace.push(`  ${index}: ${network.chain(index).join(" ") || "no block"}`);
  }),
  status: forEach((network, index) => {
    const { height, round, awake, preparedRound } = network.hosts[index]!.qbft.status();
    const prepared = preparedRound === null ? "" : `, prepared in ${preparedRound}`;
    network.trace.push(`  ${index}: at ${height}/${round}${awake ? "" : " asleep"}${prepared}`);
  }),
  run: (network) => network.run(),
  heal: (network) => network.cut.clear(),
  twice: (network) => network.wire.push(...network.wire),
  reverse: (network) => network.wire.reverse(),
  deliver: (network, args) => deliverMatching(network, args.join(" ")),
  drop: (network, args) => dropMatching(network, args.join(" ")),
  again: (network, args) => sendAgain(network, args.join(" ")),
  garble: (network, [to]) => garble(network, to!),
  forge,
  power: losePower,
  // A Byzantine validator has a body for whoever asks for it.
  serve: (network, [text]) => {
    const usual = network.fetch.bind(network);
    const asked = hex(suite.hash(utf8(text!)));
    network.fetch = (hash, holders) => (hex(hash) === asked ? text : usual(hash, holders));
  },
  build: (network, [builder, text]) => {
    const usual = network.build.bind(network);
    nameBlock(text!);
    network.build = (height, round, name) => (name === builder ? text : usual(height, round, name));
  },
};

/** `0>1 COMMIT`, `>1`, `0>`, `PREPARE`: what a packet's line in the trace must contain. */
function matches(line: string, pattern: string): boolean {
  return pattern.split(" ").every((part) => line.includes(part));
}

function deliverMatching(network: Network, pattern: string): void {
  // Only what lies on the wire now, not what its delivery brings about.
  for (const sent of network.wire.filter((s) =>
    matches(`${s.from}>${s.to} ${describePacket(s.packet)}`, pattern),
  ))
    network.deliver(network.wire.indexOf(sent));
}

function dropMatching(network: Network, pattern: string): void {
  for (const sent of [...network.wire]) {
    const line = `${sent.from}>${sent.to} ${describePacket(sent.packet)}`;
    if (!matches(line, pattern)) continue;
    network.wire.splice(network.wire.indexOf(sent), 1);
    network.trace.push(`dropped ${line}`);
  }
}

/** A relay changes what isn't signed: the value of every proposal on the way to a node. */
function garble(network: Network, to: string): void {
  for (const [at, sent] of network.wire.entries()) {
    if (sent.to !== Number(to) || sent.packet.kind !== "message") continue;
    const message = decodeMessage(sent.packet.bytes);
    if (message.type !== "proposal") continue;
    const value = utf8(`${fromUtf8(message.value)}?`);
    network.wire[at] = { ...sent, packet: { kind: "message", bytes: encodeMessage({ ...message, value }) } };
  }
}

/** Power goes at one of the next steps of a host: 0 is the first that it makes. */
function losePower(network: Network, [node, steps]: readonly string[]): void {
  const usual = network.onEvent;
  let left = Number(steps);
  network.onEvent = (index, event) => {
    usual(index, event);
    if (index === Number(node) && event.what === "step" && left-- === 0) throw new PowerCut();
  };
}

/** What was sent once, delivered or not, is on the wire again. */
function sendAgain(network: Network, pattern: string): void {
  for (const sent of network.sent) {
    const line = `${sent.from}>${sent.to} ${describePacket(sent.packet)}`;
    if (matches(line, pattern) && !network.wire.includes(sent)) network.wire.push(sent);
  }
}
