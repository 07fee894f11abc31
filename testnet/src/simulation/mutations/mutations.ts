import type { Mutation } from "./mutation.ts";

const SEEDS = 80;
const NODES = 4;

/** One edit in networks of four, unless it says otherwise. */
function bug(
  name: string,
  what: string,
  file: string,
  find: string,
  replace: string,
  more: Partial<Mutation> = {},
): Mutation {
  return { name, bug: what, edits: [{ file, find, replace }], nodes: NODES, seeds: SEEDS, ...more };
}

/** Protocol bugs that the simulation has to find. */
export const MUTATIONS: readonly Mutation[] = [
  bug(
    "quorum-off-by-one",
    "two of four validators are a quorum",
    "ledger/src/block/validators.ts",
    "Math.floor((n + faulty(n)) / 2) + 1",
    "Math.floor((n + faulty(n)) / 2)",
  ),
  bug(
    "decides-with-f+1",
    "f + 1 COMMITs decide a block",
    "consensus/src/height.ts",
    "if (commits.length < this.context.quorum) return;",
    "if (commits.length < this.context.faulty + 1) return;",
  ),
  bug(
    "no-round-change-quorum",
    "a proposal of a later round is accepted without the ROUND-CHANGEs of a quorum",
    "consensus/src/justification.ts",
    "if (roundChanges.length < context.quorum || !areAscending(roundChanges)) return false;",
    "",
  ),
  bug(
    "prepared-value-not-proposed-again",
    "the proposer of a later round proposes a new block in place of the prepared one",
    "consensus/src/height.ts",
    `this.#proposing = { justification, hash: prepared?.hash ?? null };
    if (prepared === null) {`,
    `this.#proposing = { justification, hash: null };
    if (this.round > 0 || prepared === null) {`,
  ),
  bug(
    "seals-of-any-round",
    "COMMITs for a block are counted together whatever their round",
    "consensus/src/ballots.ts",
    "const vote = rounds.get(round)?.[type];",
    `const vote = type === "prepare" ? rounds.get(round)?.prepare
      : [...rounds.values()].map((slot) => slot.commit).find((held) => held && equalBytes(held.vote.blockHash, hash));`,
  ),
  bug(
    "certificate-of-wrong-round",
    "a certificate names the round that the node is in, not that of the seals",
    "consensus/src/height.ts",
    "const certificate: Certificate = { epoch, height, round, blockHash: hash, seals };",
    "const certificate: Certificate = { epoch, height, round: this.round, blockHash: hash, seals };",
  ),
  bug(
    "sends-before-wal",
    "a message is signed and sent while its WAL record is still being written",
    "node/src/driver/signing-queue.ts",
    "await wal.append([encodeWalEntry({ record: persist, body: this.#bodyOnce(body) })]);",
    "wal.append([encodeWalEntry({ record: persist, body: this.#bodyOnce(body) })]).catch(this.#deps.onFailed);",
  ),
  bug(
    "wal-without-certificate",
    "the COMMIT's WAL record lacks the prepared certificate",
    "consensus/src/height.ts",
    '{ kind: "commit", payload: head.payload, value, prepares }',
    '{ kind: "commit", payload: head.payload, value, prepares: [] }',
  ),
  bug(
    "wal-without-body",
    "the WAL holds a block's header and not its transactions",
    "node/src/driver/signing-queue.ts",
    "body: this.#bodyOnce(body) })",
    "body: null })",
  ),
  bug(
    "wal-not-synced",
    "a WAL record is written and not synced",
    "node/src/signing/wal.ts",
    "if (sync) await this.#file.sync();",
    "",
  ),
  bug(
    "wal-not-read",
    "a restarted node begins its height anew",
    "node/src/driver/driver.ts",
    "this.#enterHeight(entries.map((entry) => entry.record));",
    "this.#enterHeight([]);",
  ),
  bug(
    "signer-record-not-synced",
    "a signature leaves before the signer's record is synced",
    "node/src/signing/signer.ts",
    "await this.#file.sync();",
    "",
  ),
  bug(
    "5s-check-on-re-proposals",
    "a prepared block that is proposed again must have a fresh timestamp",
    "node/src/driver/proposals.ts",
    "if (fresh !== null) this.#checkFresh(hash, header, fresh);",
    "this.#checkFresh(hash, header, fresh ?? { round: 0, proposer: header.proposer });",
  ),
  bug(
    "no-execution-before-prepare",
    "a proposal is PREPAREd without having been executed",
    "consensus/src/height.ts",
    "else this.#validate({ round, hash, value, justifiedByPrepared }, out);",
    "else this.#accept({ hash, value }, out);",
  ),
  bug(
    "expiry-by-own-clock",
    "a transaction is told to have expired by the node's clock, not by block time",
    "node/src/mempool/outcomes.ts",
    "this.#source.head.header.timestamp >= until",
    "this.#clock.now() >= until",
  ),
  bug(
    "expired-in-block",
    "a block may hold a transaction that has expired by its time",
    "ledger/src/execute/block-execution.ts",
    'if (time >= expiresAt) throw new BlockInvalid("block.expired", "", { expiresAt });',
    "",
  ),
  bug(
    "votes-not-verified",
    "signatures of consensus messages aren't checked",
    "node/src/driver/driver.ts",
    "if (!valid.every(Boolean) || qbft.status().height !== height) return;",
    "if (qbft.status().height !== height) return;",
  ),
  bug(
    "certificates-not-verified",
    "a certificate that a peer sends is believed",
    "node/src/driver/decisions.ts",
    "if (!valid.every(Boolean) || chain.head.height >= height) return;",
    "if (chain.head.height >= height) return;",
  ),
  bug(
    "one-peer-moves-the-round",
    "one ROUND-CHANGE for a later round takes a node there",
    "consensus/src/height.ts",
    "roundAskedBy(this.#ballots, this.context.faulty + 1)",
    "roundAskedBy(this.#ballots, 1)",
  ),
  bug(
    "no-timer-in-later-rounds",
    "only round 0 has a timer",
    "consensus/src/height.ts",
    'if (self !== null) out.push({ type: "setTimer"',
    'if (self !== null && round === 0) out.push({ type: "setTimer"',
  ),
  bug(
    "next-height-before-durable",
    "the next height begins before the block is on the disk",
    "node/src/chain/chain.ts",
    "await store.commit({",
    "void store.commit({",
  ),
];
