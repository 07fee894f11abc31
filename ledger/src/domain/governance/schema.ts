import { z } from "zod";
import { EVIDENCE_TYPES } from "../../block/evidence.ts";
import { ADDRESS_CHARACTERS_MAX, ADDRESSES_MAX, EVIDENCE_BYTES_MAX } from "../../limits.ts";
import { ACCESS_STATES, ORGANISATION_KINDS } from "../access/schema.ts";
import { anyValue, bytes32, bytesUpTo, divisionCode, idOf, slug, text, timestamp } from "../fields.ts";
import { defineRecord } from "../module.ts";
import {
  CANDIDATES_MAX,
  OBSERVERS_MAX,
  PARAMETER_CHARACTERS_MAX,
  PARAMETERS_MAX,
  VOTERS_MAX,
} from "./limits.ts";
import { PROPOSAL_STATES, proposalSteps } from "./states.ts";

/** `governance/params`: the value's bytes are `encodeParams`, so `paramsHash` is taken over them as they are. */
export const paramsRecord = defineRecord({
  name: "params",
  pattern: "governance/params",
  class: "open",
  schema: anyValue,
});

/** `governance/validators`: the value's bytes are `encodeValidators`; holds from the next block on. */
export const validatorsRecord = defineRecord({
  name: "validators",
  pattern: "governance/validators",
  class: "open",
  schema: anyValue,
});

/** `governance/modules`: module name → version in force. */
export const modulesRecord = defineRecord({
  name: "modules",
  pattern: "governance/modules",
  class: "open",
  schema: z.record(z.string(), z.int().min(1)),
});

/** `governance/voters`: the active organisations with admin keys that nobody hosts; each has one vote. Sorted. */
export const votersRecord = defineRecord({
  name: "voters",
  pattern: "governance/voters",
  class: "open",
  schema: z.strictObject({ organisations: z.array(slug).max(VOTERS_MAX) }),
});

const addresses = z
  .array(
    z
      .string()
      .regex(/^\/[!-~]+$/)
      .max(ADDRESS_CHARACTERS_MAX),
  )
  .max(ADDRESSES_MAX);

const observerSchema = z.strictObject({
  organisation: slug,
  networkKey: bytes32,
  addresses,
  /** It may hold restricted data, as the validators do. */
  entitled: z.boolean(),
});
export type Observer = z.infer<typeof observerSchema>;

/** `governance/observers`: nodes without a vote that may connect. Absent while there was never one. */
export const observersRecord = defineRecord({
  name: "observers",
  pattern: "governance/observers",
  class: "open",
  schema: z.strictObject({ observers: z.array(observerSchema).max(OBSERVERS_MAX) }),
});

const candidateSchema = z.strictObject({
  proposalId: idOf("G"),
  organisation: slug,
  consensusKey: bytes32,
  networkKey: bytes32,
  addresses,
  /** The validator, by consensus key, whose place it takes. */
  replaces: bytes32.optional(),
  /** ms UTC; from then on it can't activate. */
  activateBy: timestamp,
});
export type Candidate = z.infer<typeof candidateSchema>;

/** `governance/candidates`: validators that are approved and haven't activated. Absent while there was never one. */
export const candidatesRecord = defineRecord({
  name: "candidates",
  pattern: "governance/candidates",
  class: "open",
  schema: z.strictObject({ candidates: z.array(candidateSchema).max(CANDIDATES_MAX) }),
});

/** `governance/setChange`: where the validator set changed last. Absent while it is genesis's. */
export const setChangeRecord = defineRecord({
  name: "set_change",
  pattern: "governance/setChange",
  class: "open",
  schema: z.strictObject({ height: z.int().min(1) }),
});

const seatSchema = z.strictObject({
  /** the first height whose block it votes on */
  from: z.int().min(1),
  /** the first one that it doesn't */
  until: z.int().min(1).optional(),
});
export type Seat = z.infer<typeof seatSchema>;

/** `governance/seats/<keyId hex>`: when a consensus key votes. Absent for one that votes since genesis. */
export const seatRecord = defineRecord({
  name: "seat",
  pattern: "governance/seats/:key",
  class: "open",
  schema: seatSchema,
});

/** `governance/evidence/<id hex>`: two contradicting signatures of a validator. Stands for good. */
export const evidenceRecord = defineRecord({
  name: "evidence",
  pattern: "governance/evidence/:evidence",
  class: "open",
  schema: z.strictObject({
    /** whose validator */
    organisation: slug,
    consensusKey: bytes32,
    type: z.enum(EVIDENCE_TYPES),
    epoch: z.int().min(0),
    height: z.int().min(0),
    round: z.int().min(0),
    /** `encodeEvidence`: anyone can verify it */
    evidence: bytesUpTo(EVIDENCE_BYTES_MAX),
    reportedBy: slug,
    reportedAt: timestamp,
    /** to remove the validator; absent where it had left already */
    proposal: idOf("G").optional(),
  }),
  indexes: ({ evidence }, { reportedAt }) => [
    `governance.evidence/${String(reportedAt).padStart(13, "0")}/${evidence}`,
  ],
});

/** `governance/accused/<keyId hex>`: findings against one consensus key, and the newest proposal that they opened. */
export const accusedRecord = defineRecord({
  name: "accused",
  pattern: "governance/accused/:key",
  class: "open",
  schema: z.strictObject({ count: z.int().min(1), proposal: idOf("G").optional() }),
});

const hexId = z.string().regex(/^[0-9a-f]{64}$/);
const api = z.array(z.url({ protocol: /^https?$/ }).max(200)).max(8);

/** What a proposal changes: exactly one of these. */
export const changeShape = {
  addValidator: z
    .strictObject({
      organisation: slug,
      consensusKey: bytes32,
      networkKey: bytes32,
      addresses,
      replaces: bytes32.optional(),
    })
    .optional(),
  removeValidator: z.strictObject({ consensusKey: bytes32 }).optional(),
  addObserver: observerSchema.optional(),
  removeObserver: z.strictObject({ networkKey: bytes32 }).optional(),
  registerOrganisation: z
    .strictObject({
      organisation: slug,
      name: text(80),
      kind: z.enum(ORGANISATION_KINDS),
      division: divisionCode,
      adminKeys: z.array(bytes32).min(1).max(16),
      x25519Key: bytes32.optional(),
      api: api.optional(),
    })
    .optional(),
  updateOrganisation: z
    .strictObject({
      organisation: slug,
      name: text(80).optional(),
      x25519Key: bytes32.optional(),
      api: api.optional(),
    })
    .optional(),
  setOrganisationStatus: z.strictObject({ organisation: slug, status: z.enum(ACCESS_STATES) }).optional(),
  addAdminKey: z.strictObject({ organisation: slug, publicKey: bytes32 }).optional(),
  removeAdminKey: z.strictObject({ organisation: slug, key: hexId }).optional(),
  setParameters: z
    .strictObject({
      parameters: z
        .array(
          z.strictObject({
            /** of `Params`, or of a module: `fund.approvals` */
            name: z
              .string()
              .regex(/^[a-z][a-zA-Z]*(\.[a-zA-Z][a-zA-Z0-9_]*)*$/)
              .max(80),
            /** JSON; `null` gives a module's parameter its default again */
            value: text(PARAMETER_CHARACTERS_MAX),
          }),
        )
        .min(1)
        .max(PARAMETERS_MAX),
    })
    .optional(),
};
export type ChangeName = keyof typeof changeShape;
const changeNames = Object.keys(changeShape) as ChangeName[];

const changeSchema = z.strictObject(changeShape);
export type Change = z.infer<typeof changeSchema>;

/** Which change it is; undefined: none, or more than one. */
export function changeName(change: Change): ChangeName | undefined {
  const named = changeNames.filter((name) => change[name] !== undefined);
  return named.length === 1 ? named[0] : undefined;
}

const proposalSchema = z.strictObject({
  change: changeSchema,
  reason: text(500, 2),
  state: z.enum(PROPOSAL_STATES),
  /** Organisations, in the order of their approval; the first proposed it. Evidence proposes with nobody's approval. */
  approvals: z.array(slug).max(VOTERS_MAX),
  proposedAt: timestamp,
  /** ms UTC; from then on it can't be approved. */
  expiresAt: timestamp,
});
export type Proposal = z.infer<typeof proposalSchema>;

/** `governance/proposals/<id>` */
export const proposalRecord = defineRecord({
  name: "proposal",
  pattern: "governance/proposals/:proposal",
  class: "open",
  schema: proposalSchema,
  indexes: ({ proposal }, { proposedAt, state }) => [
    `governance.proposals/${String(proposedAt).padStart(13, "0")}/${proposal}`,
    `governance.proposals.state/${state}/${String(proposedAt).padStart(13, "0")}/${proposal}`,
  ],
  steps: { table: proposalSteps, state: (value) => value.state },
});

/** `due/<time, 13 digits>/<id>`: key order is the order of the due queue (DESIGN §5). */
export const dueRecord = defineRecord({
  name: "due",
  pattern: "due/:time/:id",
  class: "open",
  schema: z.strictObject({ action: z.string(), payload: anyValue }),
});
