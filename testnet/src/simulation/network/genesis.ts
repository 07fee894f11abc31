import {
  type Action,
  type Attachment,
  attachmentId,
  chainIdOf,
  defaultParams,
  encodeGenesis,
  H,
  hex,
  keyId,
  type Params,
  registry,
  type SignedTx,
  signTx,
  sortValidators,
  suite,
  utf8,
  type ValidatorSet,
} from "@jingzhun/ledger";

/** Keys of one simulated validator. */
export interface SimulatedKeys {
  readonly organisation: string;
  readonly consensus: Uint8Array;
  readonly network: Uint8Array;
  readonly admin: Uint8Array;
  /** public network key, hex */
  readonly networkKey: string;
}

/** What every node of a simulated network begins with. Its validators are in the order of the set. */
export interface SimulatedGenesis {
  readonly bytes: Uint8Array;
  readonly attachments: readonly Attachment[];
  readonly chainId: string;
  readonly timestamp: number;
  readonly keys: readonly SimulatedKeys[];
  readonly validators: ValidatorSet;
  readonly params: Params;
}

export const VILLAGE = "433124110226";
const DIVISIONS = [
  ["430000000000", "湖南省", "province", "000000000000"],
  ["433100000000", "湘西土家族苗族自治州", "city", "430000000000"],
  ["433124000000", "花垣县", "county", "433100000000"],
  ["433124110000", "双龙镇", "township", "433124000000"],
  [VILLAGE, "十八洞村", "village", "433124110000"],
] as const;
const KINDS = ["finance", "poverty", "civil", "audit"] as const;

/** ms UTC at which every simulation begins: 2020-09-13 */
const BEGINNING = 1_600_000_000_000;

/** The same for the same number of validators. */
export function simulatedGenesis(count: number): SimulatedGenesis {
  const made = Array.from({ length: count }, (_, i) => {
    const network = seedOf("network", i);
    return {
      organisation: `org-${i}`,
      consensus: seedOf("consensus", i),
      network,
      admin: seedOf("admin", i),
      networkKey: hex(suite.publicKey(network)),
    };
  });
  const validators = sortValidators(
    made.map(({ organisation, consensus, network }) => ({
      organisation,
      consensusKey: suite.publicKey(consensus),
      networkKey: suite.publicKey(network),
      addresses: [],
    })),
  );
  const keys = validators.map(({ organisation }) => made.find((each) => each.organisation === organisation)!);
  const attachment: Attachment = {
    class: "restricted",
    salt: seedOf("salt", 0).subarray(0, 16),
    bytes: utf8(""),
  };
  // Short enough that heartbeats and changes of the proposer are met in half a minute.
  const params: Params = { ...defaultParams, heartbeat: 5_000, tenure: 8 };
  const bytes = encodeGenesis({
    name: `simulated-${count}`,
    suite: suite.name,
    timestamp: BEGINNING,
    organisations: keys.map(({ organisation, admin }, i) => ({
      id: organisation,
      name: organisation,
      kind: KINDS[i % KINDS.length]!,
      division: "433124000000",
      adminKeys: [suite.publicKey(admin)],
    })),
    validators,
    params,
    modules: { ...registry.versions },
    records: DIVISIONS.map(([code, name, level, parent]) => [`division/${code}`, { name, level, parent }]),
    attachments: [attachmentId(attachment)],
    testNetwork: true,
  });
  const chainId = chainIdOf(bytes);
  return { bytes, attachments: [attachment], chainId, timestamp: BEGINNING, keys, validators, params };
}

/** Signs as the holder of `seed`. */
export function signedBy(
  seed: Uint8Array,
  options: {
    readonly chainId: string;
    readonly nonce: Uint8Array;
    readonly expiresAt: number;
    readonly actions: readonly Action[];
    readonly attachments?: readonly Attachment[];
  },
): SignedTx {
  const { chainId, nonce, expiresAt, actions, attachments = [] } = options;
  const senderKeyId = keyId(suite.publicKey(seed));
  return signTx({ chainId, senderKeyId, nonce, expiresAt, actions }, seed, attachments);
}

function seedOf(role: string, index: number): Uint8Array {
  return H("simulated-key", (h) => h.bytes(utf8(role)).u32(index));
}
