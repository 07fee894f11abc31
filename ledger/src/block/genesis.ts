import { z } from "zod";
import type { Value } from "../bytes/codec.ts";
import { compareText } from "../bytes/order.ts";
import { anyValue, bytes32, listOf, natural } from "../bytes/schema.ts";
import { defineStruct } from "../bytes/struct.ts";
import { hex } from "../bytes/text.ts";
import { H } from "../crypto/hashing.ts";
import { SUITE_NAME } from "../crypto/suite.ts";
import {
  ADDRESS_CHARACTERS_MAX,
  ADDRESSES_MAX,
  ADMIN_KEYS_MAX,
  GENESIS_BYTES_MAX,
  GENESIS_ORGANISATIONS_MAX,
  GENESIS_RECORDS_MAX,
  GENESIS_VALUES_MAX,
} from "../limits.ts";
import { type Params, paramsSchema } from "./params.ts";
import { organisationId, type ValidatorSet, validatorsStruct } from "./validators.ts";

/** A founding organisation: no transaction is needed to register it. */
export interface GenesisOrganisation {
  readonly id: string;
  /** as people call it, in Chinese */
  readonly name: string;
  /** code of the list in the access module */
  readonly kind: string;
  /** 12-digit code; its scope is the code's prefix */
  readonly division: string;
  /** Ed25519 public keys */
  readonly adminKeys: readonly Uint8Array[];
  /** X25519 public key to which data keys are wrapped */
  readonly x25519Key?: Uint8Array;
  /** base addresses of its node's HTTP API */
  readonly api?: readonly string[];
  /** id of the organisation whose node serves it */
  readonly hostedBy?: string;
}

/** The network's root of trust: block 0 is computed from it, the chain's id is its hash (DESIGN §5). */
export interface Genesis {
  /** [a-z0-9-]{1,32} */
  readonly name: string;
  readonly suite: typeof SUITE_NAME;
  /** milliseconds UTC */
  readonly timestamp: number;
  readonly organisations: readonly GenesisOrganisation[];
  readonly validators: ValidatorSet;
  readonly params: Params;
  /** versions of the domain modules in force from block 1 */
  readonly modules: { readonly [name: string]: number };
  /** open records that exist at block 0, keys distinct and ascending by bytes */
  readonly records: readonly (readonly [key: string, value: Value])[];
  /** id of the one restricted attachment (empty bytes) that founders get beside the genesis file; a list of one */
  readonly attachments: readonly Uint8Array[];
  /** may its clock be moved, its operators' keys be shown? */
  readonly testNetwork: boolean;
}

type OrganisationWire = [
  string,
  string,
  string,
  string,
  Uint8Array[],
  Uint8Array | null,
  string[],
  string | null,
];

const organisationWire = z.tuple([
  organisationId,
  z.string().min(1).max(100),
  z.string().regex(/^[a-z][a-z0-9_]{1,39}$/),
  z.string().regex(/^[0-9]{12}$/),
  listOf(bytes32, 0, ADMIN_KEYS_MAX),
  bytes32.nullable(),
  listOf(z.string().min(1).max(ADDRESS_CHARACTERS_MAX), 0, ADDRESSES_MAX),
  organisationId.nullable(),
]);

type GenesisWire = [
  1,
  string,
  typeof SUITE_NAME,
  number,
  OrganisationWire[],
  ValidatorSet,
  Params,
  { [name: string]: number },
  [string, Value][],
  Uint8Array[],
  boolean,
];

const genesisStruct = defineStruct<Genesis, GenesisWire>({
  name: "genesis",
  maxBytes: GENESIS_BYTES_MAX,
  maxValues: GENESIS_VALUES_MAX,
  wire: z.tuple([
    z.literal(1),
    z.string().regex(/^[a-z0-9-]{1,32}$/),
    z.literal(SUITE_NAME),
    natural,
    listOf(organisationWire, 1, GENESIS_ORGANISATIONS_MAX).refine(
      (list) => new Set(list.map(([id]) => id)).size === list.length,
    ),
    z.unknown().transform((wire) => validatorsStruct.fromWire(wire)),
    paramsSchema,
    z.record(z.string().regex(/^[a-z][a-z0-9_]{1,39}$/), z.int().min(1)),
    listOf(z.tuple([z.string().min(1).max(200), anyValue]), 0, GENESIS_RECORDS_MAX).refine((records) =>
      records.every(([key], i) => i === 0 || compareText(records[i - 1]![0], key) < 0),
    ),
    listOf(bytes32, 1, 1),
    z.boolean(),
  ]),
  toWire: (g) => [
    1,
    g.name,
    g.suite,
    g.timestamp,
    g.organisations.map((o) => [
      o.id,
      o.name,
      o.kind,
      o.division,
      [...o.adminKeys],
      o.x25519Key ?? null,
      [...(o.api ?? [])],
      o.hostedBy ?? null,
    ]),
    validatorsStruct.toWire(g.validators),
    g.params as unknown as Value,
    { ...g.modules },
    g.records as [string, Value][],
    [...g.attachments],
    g.testNetwork,
  ],
  fromWire: ([
    ,
    name,
    suite,
    timestamp,
    organisations,
    validators,
    params,
    modules,
    records,
    attachments,
    testNetwork,
  ]) => ({
    name,
    suite,
    timestamp,
    organisations: organisations.map(organisationFromWire),
    validators,
    params,
    modules,
    records,
    attachments,
    testNetwork,
  }),
});

function organisationFromWire(wire: OrganisationWire): GenesisOrganisation {
  const [id, name, kind, division, adminKeys, x25519Key, api, hostedBy] = wire;
  return {
    id,
    name,
    kind,
    division,
    adminKeys,
    ...(x25519Key === null ? {} : { x25519Key }),
    ...(api.length === 0 ? {} : { api }),
    ...(hostedBy === null ? {} : { hostedBy }),
  };
}

/** `[1, name, suite, timestamp, organisations, validators, params, modules, records, attachment ids, testNetwork]` @throws StructError, CodecError */
export const encodeGenesis = genesisStruct.encode;
/** @throws StructError, CodecError */
export const decodeGenesis = genesisStruct.decode;

/** H("genesis" ‖ bytes) */
export function genesisHash(genesisBytes: Uint8Array): Uint8Array {
  return H("genesis", (h) => h.bytes(genesisBytes));
}

/** name + "-" + the first 16 bytes, in hex, of the genesis hash: one genesis, one chain id. @throws StructError, CodecError */
export function chainIdOf(genesisBytes: Uint8Array): string {
  return `${decodeGenesis(genesisBytes).name}-${hex(genesisHash(genesisBytes).subarray(0, 16))}`;
}
