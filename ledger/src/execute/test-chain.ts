import {
  defaultParams,
  encodeGenesis,
  type Genesis,
  type GenesisOrganisation,
  sortValidators,
} from "../block/index.ts";
import type { Value } from "../bytes/codec.ts";
import { hex, ZERO_HASH } from "../bytes/text.ts";
import { keyId, suite } from "../crypto/index.ts";
import type { Registry } from "../domain/registry.ts";
import { type Action, type Attachment, attachmentId, encodeTxBody, signTx } from "../transaction/index.ts";
import { BlockExecution } from "./block-execution.ts";
import { DueIndex } from "./due.ts";
import { type ExecutableTx, executable } from "./executable.ts";
import { genesisBlock, genesisSaltOf, modulesInForce } from "./genesis.ts";
import { type SealedBlock, sealHeader } from "./seal-header.ts";
import type { BlockResult, CurrentRecord, StateView } from "./state.ts";

/** A seed from a word; never a secret. */
export function seedOf(word: string): Uint8Array {
  return suite.hash(new TextEncoder().encode(`test seed ${word}`));
}
export const publicKeyOf = (word: string) => suite.publicKey(seedOf(word));
export const keyIdOf = (word: string) => keyId(publicKeyOf(word));

/** State in memory, with copies of what it is given. */
export class MemoryState implements StateView {
  readonly records = new Map<string, CurrentRecord>();
  readonly dues = new DueIndex();

  get(key: string): CurrentRecord | undefined {
    return this.records.get(key);
  }
  due(until: number, limit: number): string[] {
    return this.dues.upTo(until, limit);
  }
  apply(result: BlockResult): void {
    for (const { key, index, version, value, secret } of result.entries) {
      // Without `decoded`, so that every test also decodes.
      this.records.set(key, { index, version, value, ...(secret === undefined ? {} : { secret }) });
    }
    this.dues.apply(result.entries);
  }
}

export const GENESIS_TIME = Date.UTC(2020, 0, 1);
export const genesisAttachment: Attachment = {
  class: "restricted",
  salt: new Uint8Array(16).fill(7),
  bytes: new Uint8Array(),
};

/** Hunan → Xiangxi → Huayuan → Shuanglong → two villages, and Jishou beside Huayuan. */
const DIVISIONS: readonly (readonly [string, string, string, string])[] = [
  ["430000000000", "湖南省", "province", "000000000000"],
  ["433100000000", "湘西土家族苗族自治州", "city", "430000000000"],
  ["433101000000", "吉首市", "county", "433100000000"],
  ["433124000000", "花垣县", "county", "433100000000"],
  ["433124110000", "双龙镇", "township", "433124000000"],
  ["433124110226", "十八洞村", "village", "433124110000"],
  ["433124110227", "双龙村", "village", "433124110000"],
];

const organisation = (
  id: string,
  kind: string,
  division: string,
  hostedBy?: string,
): GenesisOrganisation => ({
  id,
  name: id,
  kind,
  division,
  adminKeys: [publicKeyOf(`admin ${id}`)],
  ...(hostedBy === undefined ? {} : { hostedBy }),
});

const ORGANISATIONS: readonly GenesisOrganisation[] = [
  organisation("poverty", "poverty", "433124000000"),
  organisation("finance", "finance", "433124000000"),
  organisation("civil", "civil", "433124000000"),
  organisation("audit", "audit", "433124000000"),
  organisation("education", "education", "433124000000"),
  organisation("town", "township", "433124110000", "poverty"),
  organisation("village", "village", "433124110226", "poverty"),
];

export function testGenesis(
  registry: Registry,
  domain: { [name: string]: Value } = {},
  blockCost = 1_000_000,
): Genesis {
  return {
    name: "test",
    suite: "ed25519-sha256-xchacha20",
    timestamp: GENESIS_TIME,
    organisations: ORGANISATIONS,
    validators: sortValidators(
      ["poverty", "finance", "civil", "audit"].map((id) => ({
        organisation: id,
        consensusKey: publicKeyOf(`consensus ${id}`),
        networkKey: publicKeyOf(`network ${id}`),
        addresses: [],
      })),
    ),
    params: { ...defaultParams, blockCost, domain },
    modules: modulesInForce(registry),
    records: DIVISIONS.map(([code, name, level, parent]): [string, Value] => [
      `division/${code}`,
      { name, level, parent },
    ]),
    attachments: [attachmentId(genesisAttachment)],
    testNetwork: true,
  };
}

let nonces = 0;

/** A chain of one process: blocks are executed, sealed and applied at once. */
export class TestChain {
  readonly registry: Registry;
  readonly state = new MemoryState();
  readonly chainId: string;
  readonly genesisSalt: Uint8Array;
  readonly included = new Set<string>();
  /** By height. */
  readonly blocks: { hash: Uint8Array; timestamp: number }[] = [];
  head: SealedBlock;
  time: number = GENESIS_TIME;

  constructor(registry: Registry, genesis: Genesis = testGenesis(registry)) {
    this.registry = registry;
    const block = genesisBlock(encodeGenesis(genesis), [genesisAttachment], registry);
    this.chainId = block.chainId;
    this.genesisSalt = genesisSaltOf(genesis, [genesisAttachment]);
    this.state.apply(block.result);
    this.head = block;
    this.#note();
  }

  #note(): void {
    this.blocks.push({ hash: this.head.hash, timestamp: this.head.header.timestamp });
  }

  /** Signed by the key that the word stands for. */
  tx(
    signer: string,
    actions: Action[],
    options: { attachments?: Attachment[]; expiresAt?: number } = {},
  ): ExecutableTx {
    const nonce = new Uint8Array(16);
    new DataView(nonce.buffer).setUint32(0, ++nonces);
    const body = {
      chainId: this.chainId,
      senderKeyId: keyIdOf(signer),
      nonce,
      expiresAt: options.expiresAt ?? this.time + 120_000,
      actions,
    };
    const attachments = options.attachments ?? [];
    const signed = signTx(body, seedOf(signer), attachments);
    return executable({ body: encodeTxBody(body), signature: signed.signature }, attachments);
  }

  options(timestamp: number = this.time) {
    return {
      view: this.state,
      registry: this.registry,
      parent: this.head.header,
      timestamp,
      chainId: this.chainId,
      count: this.head.forest.count,
      windowHas: (id: Uint8Array) => this.included.has(hex(id)),
      blockAt: (height: number) => this.blocks[height],
      genesisSalt: this.genesisSalt,
    };
  }

  begin(): BlockExecution {
    this.time += 1_000;
    const execution = new BlockExecution(this.options());
    execution.runDue();
    return execution;
  }

  seal(execution: BlockExecution): BlockResult {
    const result = execution.finish();
    this.head = sealHeader(result, {
      forest: this.head.forest,
      chainId: this.chainId,
      epoch: 0,
      parentHash: this.head.hash,
      proposer: ZERO_HASH,
    });
    this.state.apply(result);
    this.#note();
    for (const id of result.txIds) this.included.add(hex(id));
    return result;
  }

  /** One block of these transactions. */
  block(...txs: ExecutableTx[]): BlockResult {
    const execution = this.begin();
    for (const tx of txs) execution.execute(tx);
    return this.seal(execution);
  }

  /** One block with one transaction of these actions; its outcome. */
  act(signer: string, ...actions: Action[]) {
    const result = this.block(this.tx(signer, actions));
    return { outcome: result.outcomes[0]!, result, detail: result.rejections.get(0) };
  }

  root(): string {
    return hex(this.head.header.stateRoot);
  }
}
