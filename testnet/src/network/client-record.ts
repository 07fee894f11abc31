import {
  action,
  type Client,
  ClientError,
  createClient,
  createSigner,
  type Finality,
  newId,
  RefusedError,
} from "@jingzhun/client-sdk";
import { type Action, hex } from "@jingzhun/ledger";
import { HUAYUAN, HUAYUAN_FINANCE } from "./organisations.ts";
import type { TestNetwork } from "./start-network.ts";

/** Whoever sends what is recorded. */
const SENDER = `${HUAYUAN_FINANCE}-officer`;
/** ms for which most transactions hold, and for which every fifth one does */
const EXPIRES_IN_MS = 10_000;
const SOON_MS = 800;
/** How many transactions that stand in blocks each node is asked for as well; it answers some a second. */
const ASKED_OF_INCLUDED = 200;
const DOCUMENT = "花财农指〔2020〕1号";

/** What a client was told of one transaction. */
export interface Told {
  readonly id: string;
  readonly expiresAt: number;
  /** It breaks a rule: a block can only reject it. */
  readonly isWrong: boolean;
  /** Undefined where nobody was told: no node took it before it expired, or the client gave up. */
  end?: Finality;
}

/** What a node says of a transaction. */
export interface Answer {
  readonly status: string;
  readonly height?: number;
  readonly code?: string;
}

/** A block as a node shows it. */
export interface ShownBlock {
  readonly hash: string;
  readonly stateRoot: string;
  readonly outcomes: readonly { readonly id: string; readonly status: string }[];
}

/** What one node says at the end. */
export interface NodeAccount {
  /** by height, from genesis on */
  readonly blocks: readonly ShownBlock[];
  /** by transaction id, of those that are in no block, and of a sample of the others */
  readonly answers: ReadonlyMap<string, Answer>;
}

function answerOf(end: Finality): Answer {
  if (end.status === "expired") return { status: end.status };
  const { status, height } = end;
  return { status, height, ...(end.status === "rejected" ? { code: end.code } : {}) };
}

const words = ({ status, height, code }: Answer) =>
  [status, height, code].filter((word) => word !== undefined).join(" ");

/**
 * Where the nodes' accounts contradict each other or what clients were told: different blocks or state roots, a
 * transaction twice in a chain, an answer taken back, an outcome that can't be. Empty when all is well.
 */
export function contradictions(told: readonly Told[], nodes: readonly NodeAccount[]): string[] {
  const found: string[] = [];
  const [first, ...others] = nodes;
  if (first === undefined) throw new RangeError("no node gave an account");
  for (const [i, other] of others.entries()) {
    for (let height = 0; height < Math.max(first.blocks.length, other.blocks.length); height++) {
      const [a, b] = [first.blocks[height], other.blocks[height]];
      if (a?.hash !== b?.hash || a?.stateRoot !== b?.stateRoot)
        found.push(
          `height ${height}: ${a?.hash} ${a?.stateRoot} at node 0, ${b?.hash} ${b?.stateRoot} at node ${i + 1}`,
        );
    }
  }
  const included = new Map<string, Answer>();
  for (const [height, { outcomes }] of first.blocks.entries()) {
    for (const { id, status } of outcomes) {
      const before = included.get(id);
      if (before !== undefined) found.push(`${id} is in block ${before.height} and in block ${height}`);
      included.set(id, { status, height });
    }
  }
  for (const { id, isWrong, end } of told) {
    const block = included.get(id);
    const answers = nodes.flatMap(({ answers: of }) => {
      const answer = of.get(id);
      // What is in a block of all nodes needs no asking.
      return answer === undefined && block !== undefined ? [] : [answer ?? { status: "no answer" }];
    });
    // Of what nobody was told, the nodes must only say the same.
    const expected = end === undefined ? (answers[0] ?? block!) : answerOf(end);
    for (const [i, answer] of answers.entries())
      if (words(answer) !== words(expected))
        found.push(
          `${id}: ${words(answer)} at node ${i}, ${end === undefined ? "at node 0" : "told"} ${words(expected)}`,
        );
    const isIn = expected.status === "applied" || expected.status === "rejected";
    if (isIn ? block?.height !== expected.height || block?.status !== expected.status : block !== undefined)
      found.push(
        `${id}: ${words(expected)}, and in the chain ${block === undefined ? "nothing" : words(block)}`,
      );
    if (isIn && (expected.status === "rejected") !== isWrong)
      found.push(`${id}: ${words(expected)}, though it ${isWrong ? "breaks" : "keeps"} the rules`);
  }
  return found;
}

/**
 * Clients that write all the time, and a record of what they were told. Every third transaction breaks a rule, every
 * fifth expires soon.
 */
export class ClientRecord {
  readonly told: Told[] = [];
  readonly #network: TestNetwork;
  readonly #nodes: readonly number[];
  readonly #today: string;
  readonly #workers: Promise<void>[] = [];
  #ended = false;

  private constructor(network: TestNetwork, nodes: readonly number[], today: string) {
    this.#network = network;
    this.#nodes = nodes;
    this.#today = today;
  }

  /**
   * @param workers clients, each with one transaction at a time
   * @param nodes those that are written to and compared; all unless given
   */
  static async start(
    network: TestNetwork,
    workers: number,
    nodes: readonly number[] = [...network.urls.keys()],
  ): Promise<ClientRecord> {
    const record = new ClientRecord(network, nodes, await (await network.as(SENDER)).today());
    for (let worker = 0; worker < workers; worker++) record.#workers.push(record.#write(worker));
    // They are awaited at the end; one that fails before is no unhandled rejection.
    for (const worker of record.#workers) worker.catch(() => {});
    return record;
  }

  /** Of how many transactions a client knows the end. */
  get finals(): number {
    return this.told.filter(({ end }) => end !== undefined).length;
  }

  /** Resolves when every client has the end of its last transaction. @throws what a client met and couldn't bear */
  async stop(): Promise<void> {
    this.#ended = true;
    await Promise.all(this.#workers);
  }

  /** What the nodes, which must stand at one height, say at the end. */
  async accounts(): Promise<NodeAccount[]> {
    const heights = await Promise.all(this.#nodes.map((index) => this.#network.status(index)));
    const top = Math.max(...heights.map((status) => status?.height ?? 0));
    await this.#network.waitForHeight(top, { nodes: this.#nodes, timeoutMs: 60_000 });
    return Promise.all(
      this.#urls.map(async (url) => {
        const client = createClient({ urls: [url], signer: this.#signer() });
        const blocks: ShownBlock[] = [];
        for (let height = 0; height <= top; height++)
          blocks.push((await client.call("chain.block", { params: { height } })).data);
        const answers = new Map<string, Answer>();
        const included = new Set(blocks.flatMap(({ outcomes }) => outcomes.map(({ id }) => id)));
        let asked = 0;
        for (const { id, expiresAt } of this.told) {
          if (included.has(id) && asked++ >= ASKED_OF_INCLUDED) continue;
          const { data } = await client.call("transactions.get", { params: { id }, query: { expiresAt } });
          const { status, height, code } = data as Answer;
          answers.set(id, {
            status,
            ...(height === undefined ? {} : { height }),
            ...(code === undefined ? {} : { code }),
          });
        }
        return { blocks, answers };
      }),
    );
  }

  get #urls(): readonly string[] {
    return this.#nodes.map((index) => this.#network.urls[index]!);
  }

  #signer() {
    return createSigner(this.#network.operators.find(({ id }) => id === SENDER)!.key);
  }

  async #write(worker: number): Promise<void> {
    const urls = this.#urls.map((_, i, all) => all[(worker + i) % all.length]!);
    const client = createClient({ urls, signer: this.#signer() });
    for (let n = worker; !this.#ended; n++) {
      const isWrong = n % 3 === 0;
      const expiresIn = n % 5 === 0 ? SOON_MS : EXPIRES_IN_MS;
      const tx = await client.sign(isWrong ? this.#overdrawn() : [this.#issue(1).action], { expiresIn });
      const told: Told = { id: hex(tx.id), expiresAt: tx.expiresAt, isWrong };
      this.told.push(told);
      const end = await this.#endOf(client, tx);
      if (end !== undefined) told.end = end;
    }
  }

  /** Undefined where no node took it until it had expired, or none answered for so long that the client gave up. */
  async #endOf(client: Client, tx: Awaited<ReturnType<Client["sign"]>>): Promise<Finality | undefined> {
    try {
      return await (await client.submitSigned(tx)).waitForFinality();
    } catch (error) {
      const isRefused = error instanceof RefusedError;
      if (isRefused ? error.code === "tx.expired" : error instanceof ClientError) return undefined;
      throw error;
    }
  }

  #issue(amountFen: number): { indicatorId: string; action: Action } {
    const indicatorId = newId("I");
    const issued = action("fund.issue", {
      indicatorId,
      source: "county",
      class: "development",
      year: Number(this.#today.slice(0, 4)),
      purpose: "industry",
      division: HUAYUAN,
      organisation: HUAYUAN_FINANCE,
      amountFen,
      document: DOCUMENT,
      issuedOn: this.#today,
    });
    return { indicatorId, action: issued };
  }

  /** An issue and an allocation of more than it: always rejected, in its block. */
  #overdrawn(): Action[] {
    const { indicatorId: parentId, action: issued } = this.#issue(1);
    const allocated = action("fund.allocate", {
      indicatorId: newId("I"),
      parentId,
      division: HUAYUAN,
      organisation: HUAYUAN_FINANCE,
      amountFen: 2,
      document: DOCUMENT,
      issuedOn: this.#today,
    });
    return [issued, allocated];
  }
}
