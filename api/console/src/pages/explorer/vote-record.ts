import { decodeCertificate, fromBase64, hex, type ValidatorSet, validatorsHash } from "@jingzhun/ledger";

/** What is read of a block here; certificate in base64, hashes and keys in hex. */
export interface VotedBlock {
  readonly height: number;
  readonly proposer: string;
  readonly validatorsHash: string;
  readonly certificate?: string | undefined;
}

export interface VoteRecord {
  /** Blocks certified by this set: those that count. */
  readonly counted: number;
  /** Blocks of another set, or without a certificate (genesis). */
  readonly left: number;
  /** How many were decided in which round, by round. */
  readonly rounds: readonly { readonly round: number; readonly blocks: number }[];
  /** By place in the set. */
  readonly validators: readonly {
    readonly organisation: string;
    readonly consensusKey: string;
    readonly seals: number;
    readonly proposed: number;
  }[];
}

/** Who sealed and who proposed, as the certificates of these blocks hold it. */
export function voteRecord(set: ValidatorSet, blocks: readonly VotedBlock[]): VoteRecord {
  const hash = set.length === 0 ? "" : hex(validatorsHash(set));
  const seals = set.map(() => 0);
  const rounds = new Map<number, number>();
  const counted = blocks.filter((block) => block.validatorsHash === hash && block.certificate !== undefined);
  for (const { certificate = "" } of counted) {
    const { round, seals: sealed } = decodeCertificate(fromBase64(certificate));
    rounds.set(round, (rounds.get(round) ?? 0) + 1);
    for (const { signer } of sealed) seals[signer] = (seals[signer] ?? 0) + 1;
  }
  return {
    counted: counted.length,
    left: blocks.length - counted.length,
    rounds: [...rounds].map(([round, count]) => ({ round, blocks: count })).sort((a, b) => a.round - b.round),
    validators: set.map(({ organisation, consensusKey }, i) => {
      const key = hex(consensusKey);
      return {
        organisation,
        consensusKey: key,
        seals: seals[i] ?? 0,
        proposed: counted.filter(({ proposer }) => proposer === key).length,
      };
    }),
  };
}
