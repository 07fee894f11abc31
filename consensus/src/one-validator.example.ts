import { createQbft, encodeWalRecord, type Input, type Message, type Output } from "@jingzhun/consensus";
import { signBytes, suite, utf8, type ValidatorSet, ZERO_HASH } from "@jingzhun/ledger/certification";

/** Decides one height alone: the smallest host there is. A real one has a disk, a wire and a clock. */
export function decideAlone(chainId: string, seed: Uint8Array, set: ValidatorSet): Output[] {
  const qbft = createQbft({ chainId, epoch: 0, self: suite.publicKey(seed) });
  const wal: Uint8Array[] = [];
  const decided: Output[] = [];
  const start = { height: 1, set, parentProposer: ZERO_HASH, roundTimeout: 1000, tenure: 64 };
  const inputs: Input[] = [{ type: "newHeight", ...start }, { type: "wake" }];

  for (let input = inputs.shift(); input !== undefined; input = inputs.shift()) {
    for (const output of qbft.step(input)) {
      if (output.type === "buildProposal") {
        const value = utf8("header and transaction ids");
        inputs.push({ ...output, type: "proposalBuilt", value, hash: suite.hash(value) });
      } else if (output.type === "sign") {
        wal.push(encodeWalRecord(output.persist)); // and fdatasync, with the body; then the signer's record
        const signature = signBytes("consensus", chainId, output.message.payload, seed);
        inputs.push({ type: "signed", message: { ...output.message, signature } as Message });
      } else if (output.type === "log") {
        wal.push(encodeWalRecord(output.record));
      } else if (output.type === "decided") {
        decided.push(output);
      }
    }
  }
  return decided;
}
