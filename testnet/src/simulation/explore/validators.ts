import {
  proposerIndex,
  signatureInput,
  sortValidators,
  suite,
  type ValidatorSet,
  ZERO_HASH,
} from "@jingzhun/ledger/certification";

/** The world of the scenarios of consensus, so that what is found here can be told there. */
export const CHAIN_ID = `scenario-${"00".repeat(16)}`;
export const N = 4;
/** of 4 validators: 3 */
export const QUORUM = 3;

const members = Array.from({ length: N }, (_, i) => {
  const seed = new Uint8Array(32).fill(i + 1);
  const consensusKey = suite.publicKey(seed);
  const networkKey = suite.publicKey(new Uint8Array(32).fill(128 + i));
  return { seed, validator: { organisation: `office-${i}`, consensusKey, networkKey, addresses: [] } };
});
export const SET: ValidatorSet = sortValidators(members.map(({ validator }) => validator));
const seeds = SET.map((validator) => members.find((member) => member.validator === validator)!.seed);

/** What consensus is told of the one height that is explored. */
export const HEIGHT = {
  height: 1,
  set: SET,
  parentProposer: ZERO_HASH,
  roundTimeout: 1000,
  tenure: 64,
};

export function proposerOf(round: number): number {
  return proposerIndex({ ...HEIGHT, round });
}

const made = new Map<string, Uint8Array>();

/** The signature of a validator over a consensus payload; made once, Ed25519 gives the same each time. */
export function signAs(index: number, payload: Uint8Array): Uint8Array {
  const key = `${index}/${Buffer.from(payload).toString("latin1")}`;
  let signature = made.get(key);
  if (signature === undefined)
    made.set(key, (signature = suite.sign(signatureInput("consensus", CHAIN_ID, payload), seeds[index]!)));
  return signature;
}
