import {
  type Certificate,
  decodeHeader,
  encodeCertificate,
  equalBytes,
  type Header,
  headerHash,
  hex,
} from "@jingzhun/ledger";
import type { ExecutedBlock } from "./chain/chain.ts";
import { DIVERGENCE_RECORDS_MAX } from "./limits.ts";

/** A quorum certified a block, and executing its transactions gives something else here (DESIGN §6). */
export interface DivergenceReport {
  readonly height: number;
  /** hash of the certified block, hex */
  readonly hash: string;
  /** ms UTC */
  readonly noticedAt: number;
  readonly certified: {
    readonly header: HeaderText;
    readonly headerBytes: string;
    readonly certificate: string;
  };
  /** null: execution gave no block at all */
  readonly own: { readonly header: HeaderText; readonly cost: number } | null;
  /** names of the header's fields that differ */
  readonly differing: readonly string[];
  /** what execution said instead of giving a block */
  readonly failure: string | null;
  /** in the block's order: id and, where there is one, this node's outcome (open data only) */
  readonly transactions: readonly { readonly id: string; readonly outcome: string | null }[];
  /**
   * What this node would have written, in log order, without the values: compared with the same entries of a node
   * that committed the block, the first that differs names the record.
   */
  readonly ownEntries: readonly OwnEntry[];
  readonly ownEntriesLeftOut: number;
}

interface OwnEntry {
  readonly index: number;
  readonly txIndex: number;
  readonly key: string;
  readonly version: number;
  readonly valueHash: string;
}

type HeaderText = { readonly [field: string]: string | number };

/** A certified block whose transactions are known, and what came of them here. */
export interface Divergence {
  readonly headerBytes: Uint8Array;
  readonly certificate: Certificate;
  readonly txIds: readonly Uint8Array[];
  readonly own: ExecutedBlock | undefined;
  /** what execution threw, where it gave no block */
  readonly failure: unknown;
}

export function divergenceReport(divergence: Divergence, noticedAt: number): DivergenceReport {
  const { headerBytes, certificate, txIds, own, failure } = divergence;
  const certified = decodeHeader(headerBytes);
  const entries = own?.result.entries ?? [];
  return {
    height: certified.height,
    hash: hex(headerHash(headerBytes)),
    noticedAt,
    certified: {
      header: textOf(certified),
      headerBytes: hex(headerBytes),
      certificate: hex(encodeCertificate(certificate)),
    },
    own: own === undefined ? null : { header: textOf(own.header), cost: own.result.cost },
    differing: own === undefined ? [] : differingFields(own.header, certified),
    failure: own === undefined ? String((failure as Error | undefined)?.message ?? failure) : null,
    transactions: txIds.map((id, i) => {
      const outcome = own?.result.outcomeBytes[i];
      return { id: hex(id), outcome: outcome === undefined ? null : hex(outcome) };
    }),
    ownEntries: entries
      .slice(0, DIVERGENCE_RECORDS_MAX)
      .map(({ index, txIndex, key, version, valueHash }) => ({
        index,
        txIndex,
        key,
        version,
        valueHash: hex(valueHash),
      })),
    ownEntriesLeftOut: Math.max(0, entries.length - DIVERGENCE_RECORDS_MAX),
  };
}

/** Names of the header fields that differ. */
export function differingFields(own: Header, theirs: Header): string[] {
  return (Object.keys(own) as (keyof Header)[]).filter((field) => {
    const [a, b] = [own[field], theirs[field]];
    return a instanceof Uint8Array && b instanceof Uint8Array ? !equalBytes(a, b) : a !== b;
  });
}

function textOf(header: Header): HeaderText {
  return Object.fromEntries(
    Object.entries(header).map(([field, value]) => [field, value instanceof Uint8Array ? hex(value) : value]),
  );
}
