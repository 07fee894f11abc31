import { chainIdOf, decodeGenesis, type Genesis, type GenesisOrganisation } from "../block/genesis.ts";
import { encodeParams } from "../block/params.ts";
import { encodeValidators } from "../block/validators.ts";
import { decode, type Value } from "../bytes/codec.ts";
import { compareText, equalBytes } from "../bytes/order.ts";
import { hex, ZERO_HASH } from "../bytes/text.ts";
import { keyId } from "../crypto/index.ts";
import { accessRecords } from "../domain/access/records.ts";
import { type Key, keyRecord, type Organisation, organisationRecord } from "../domain/access/schema.ts";
import { divisionRecord, NATION } from "../domain/division/schema.ts";
import { modulesRecord, paramsRecord, validatorsRecord, votersRecord } from "../domain/governance/schema.ts";
import { isVoter } from "../domain/governance/voters.ts";
import { AGGREGATE_SUBJECT, type AnyRecordType, recordKey } from "../domain/module.ts";
import type { Registry } from "../domain/registry.ts";
import { JzError } from "../errors.ts";
import { Forest } from "../log/forest.ts";
import { type Attachment, attachmentId } from "../transaction/attachment.ts";
import { blockResult } from "./block-execution.ts";
import { entriesOf } from "./entries.ts";
import { freeze } from "./frozen.ts";
import { Overlay, Unit } from "./overlay.ts";
import { type SealedBlock, sealHeader } from "./seal-header.ts";
import { type BlockResult, END_TX_INDEX } from "./state.ts";

/** Records whose content genesis gives elsewhere; its list of initial records may not hold them. */
const RESERVED = /^(governance|organisation|operator|key|due|statistics)\//;

/**
 * Block 0 (DESIGN §5): everything is the end of block 0, one unit by key bytes. Needs no attachment, since
 * block 0 holds no restricted record; where the founders' attachments are at hand they are checked.
 *
 * Throws JzError `genesis.*` where the genesis contradicts itself.
 */
export function executeGenesis(
  genesis: Genesis,
  attachments: readonly Attachment[] | undefined,
  registry: Registry,
): BlockResult {
  checkModules(genesis, registry);
  if (attachments !== undefined) genesisSaltOf(genesis, attachments);
  const unit = new Unit(new Overlay({ get: () => undefined, due: () => [] }));
  const put = (type: AnyRecordType, key: string, value: Value, path: string) => {
    if (unit.writes.has(key)) throw new JzError("genesis.record_twice", path, { key });
    const parsed = type.schema.safeParse(value);
    if (!parsed.success) {
      throw new JzError("genesis.record_invalid", path, { key, problem: parsed.error.issues[0]!.message });
    }
    unit.write(type, key, freeze(value), AGGREGATE_SUBJECT);
  };

  genesis.records.forEach(([key, value], i) => {
    const type = registry.recordType(key)?.type;
    const path = `records.${i}`;
    if (RESERVED.test(key) || type === undefined || type.class !== "open") {
      throw new JzError("genesis.record_key", path, { key });
    }
    put(type, key, value, path);
  });
  const params = encodeParams(genesis.params);
  const validators = encodeValidators(genesis.validators);
  put(paramsRecord, recordKey(paramsRecord, {}), decode(params), "params");
  put(validatorsRecord, recordKey(validatorsRecord, {}), decode(validators), "validators");
  put(modulesRecord, recordKey(modulesRecord, {}), { ...genesis.modules }, "modules");
  const ids = new Set(genesis.organisations.map((organisation) => organisation.id));
  genesis.organisations.forEach((organisation, i) => {
    const path = `organisations.${i}`;
    checkOrganisation(organisation, ids, unit, path);
    put(
      organisationRecord,
      accessRecords.organisation(organisation.id),
      organisationValue(organisation) as unknown as Value,
      path,
    );
    for (const publicKey of organisation.adminKeys) putKey(publicKey, "admin", organisation.id, path);
  });
  const voters = genesis.organisations.filter((each) => isVoter(organisationValue(each)));
  const organisations = voters.map(({ id }) => id).sort(compareText);
  put(votersRecord, recordKey(votersRecord, {}), { organisations }, "organisations");
  if (genesis.params.domain["governance.seats_waived"] === true && !genesis.testNetwork) {
    throw new JzError("genesis.seats_waived", "params.domain");
  }
  genesis.validators.forEach(({ organisation, consensusKey, networkKey }, i) => {
    const path = `validators.${i}`;
    if (!ids.has(organisation)) throw new JzError("genesis.organisation_unknown", path, { organisation });
    putKey(consensusKey, "consensus", organisation, path);
    putKey(networkKey, "network", organisation, path);
  });
  checkDivisions(unit);

  /** One key, one purpose: a key that stands twice is refused as a record that stands twice. */
  function putKey(publicKey: Uint8Array, kind: Key["kind"], organisation: string, path: string): void {
    const value = { publicKey, kind, organisation, status: "active" };
    put(keyRecord, accessRecords.key(hex(keyId(publicKey))), value, path);
  }

  const entries = entriesOf(unit, {
    height: 0,
    txIndex: END_TX_INDEX,
    index: 1,
    aggregateSecret: undefined,
    checkRecords: true,
  });
  return blockResult({
    height: 0,
    timestamp: genesis.timestamp,
    validatorsHash: undefined,
    paramsBytes: params,
    validatorsBytes: validators,
    txIds: [],
    outcomes: [],
    outcomeBytes: [],
    events: [],
    eventBytes: [],
    entries,
    rejections: new Map(),
    cost: 0,
    rejectedCost: 0,
  });
}

/** Block 0 whole: what an empty store begins with. Throws what decoding and `executeGenesis` throw. */
export function genesisBlock(
  genesisBytes: Uint8Array,
  attachments: readonly Attachment[] | undefined,
  registry: Registry,
): SealedBlock & { readonly genesis: Genesis; readonly chainId: string; readonly result: BlockResult } {
  const genesis = decodeGenesis(genesisBytes);
  const chainId = chainIdOf(genesisBytes);
  const result = executeGenesis(genesis, attachments, registry);
  const sealed = sealHeader(result, {
    forest: Forest.empty(),
    chainId,
    epoch: 0,
    parentHash: ZERO_HASH,
    proposer: ZERO_HASH,
  });
  return { ...sealed, genesis, chainId, result };
}

/**
 * The salt of the one restricted attachment that genesis names (empty bytes), from which restricted
 * aggregates start. Throws JzError `genesis.attachment` when it isn't among those given.
 */
export function genesisSaltOf(genesis: Genesis, attachments: readonly Attachment[]): Uint8Array {
  const found = attachments.find(
    (attachment) =>
      attachment.class === "restricted" &&
      genesis.attachments.some((id) => equalBytes(id, attachmentId(attachment))),
  );
  if (found === undefined || found.bytes.length > 0) throw new JzError("genesis.attachment", "attachments");
  return found.salt;
}

function checkModules(genesis: Genesis, registry: Registry): void {
  for (const name of new Set([...Object.keys(genesis.modules), ...Object.keys(registry.versions)])) {
    if (genesis.modules[name] !== registry.versions[name]) {
      const values = { wanted: genesis.modules[name] ?? null, here: registry.versions[name] ?? null };
      throw new JzError("genesis.module_version", `modules.${name}`, values);
    }
  }
}

function organisationValue(organisation: GenesisOrganisation): Organisation {
  const { name, kind, division, adminKeys, x25519Key, api, hostedBy } = organisation;
  return {
    name,
    kind: kind as Organisation["kind"],
    division,
    status: "active",
    adminKeys: adminKeys.map(keyId),
    ...(x25519Key === undefined ? {} : { x25519Key }),
    ...(api === undefined ? {} : { api: [...api] }),
    ...(hostedBy === undefined ? {} : { hostedBy }),
  };
}

function checkOrganisation(
  organisation: GenesisOrganisation,
  ids: ReadonlySet<string>,
  unit: Unit,
  path: string,
): void {
  const { division, hostedBy, id } = organisation;
  if (division !== NATION && !unit.writes.has(recordKey(divisionRecord, { division }))) {
    throw new JzError("genesis.division_unknown", `${path}.division`, { division });
  }
  if (hostedBy !== undefined && (hostedBy === id || !ids.has(hostedBy))) {
    throw new JzError("genesis.organisation_unknown", `${path}.hostedBy`, { organisation: hostedBy });
  }
}

/** Every division's parent exists, up to the nation. */
function checkDivisions(unit: Unit): void {
  for (const [key, write] of unit.writes) {
    if (write.type.name !== divisionRecord.name) continue;
    const { parent } = write.value as { parent: string };
    if (parent !== NATION && !unit.writes.has(recordKey(divisionRecord, { division: parent }))) {
      throw new JzError("genesis.division_unknown", "records", { key, parent });
    }
  }
}

/** Value for `genesis.modules` that puts everything in force which this software has. */
export function modulesInForce(registry: Registry): { [name: string]: number } {
  return { ...registry.versions };
}
