import { type GoldenVector, goldenVector, utf8 } from "@jingzhun/ledger/certification";
import {
  encodeMessage,
  encodeWalRecord,
  type Message,
  type SignedRoundChange,
  type SignedVote,
  type WalRecord,
} from "../index.ts";
import { Author } from "../scenarios/author.ts";
import { validators } from "../scenarios/validators.ts";

const N = 4;
/** Beyond 32 bits, where the integer's form changes. */
const HEIGHT = 2 ** 32 + 1;

/** The vectors of every struct of consensus, by file; keys and chain are those of the scenarios. */
export function vectors(): { readonly [file: string]: readonly GoldenVector[] } {
  const { set } = validators(N);
  const [a, b, c] = [0, 1, 2].map((signer) => new Author(N, signer, HEIGHT)) as [Author, Author, Author];
  const prepares = [a, b, c].map((author) => signedVote(author.prepare(0, "x")));
  const prepared = { round: 0, block: "x", prepares };
  const roundChanges = [a.roundChange(1, prepared), b.roundChange(1), c.roundChange(1)].map(
    signedRoundChange,
  );
  const messages: Message[] = [
    a.proposal(0, "x"),
    b.proposal(1, "x", { roundChanges, prepares }),
    a.prepare(0, "x"),
    b.commit(2 ** 32 - 1, "x"),
    a.roundChange(1),
    a.roundChange(1, prepared),
  ];
  const records: WalRecord[] = [
    {
      kind: "proposal",
      payload: b.proposal(1, "x").payload,
      value: utf8("x"),
      justification: { roundChanges, prepares },
    },
    { kind: "prepare", payload: a.prepare(0, "x").payload },
    { kind: "commit", payload: a.commit(0, "x").payload, value: utf8("x"), prepares },
    { kind: "roundChange", payload: a.roundChange(1).payload, prepares: [] },
    { kind: "roundChange", payload: a.roundChange(1, prepared).payload, prepares },
    { kind: "signature", payload: a.prepare(0, "x").payload, signature: a.prepare(0, "x").signature },
  ];
  return {
    message: messages.map((message) =>
      goldenVector(message, encodeMessage(message), { publicKey: set[message.signer]!.consensusKey }),
    ),
    "wal-record": records.map((record) => goldenVector(record, encodeWalRecord(record))),
  };
}

function signedVote({ signer, payload, signature, vote }: SignedVote): SignedVote {
  return { signer, payload, signature, vote };
}

function signedRoundChange({ signer, payload, signature, claim }: SignedRoundChange): SignedRoundChange {
  return { signer, payload, signature, claim };
}
