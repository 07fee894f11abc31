import type { z } from "zod";
import type { Params } from "../block/params.ts";
import { decode, type Value } from "../bytes/codec.ts";
import { hex } from "../bytes/text.ts";
import type { ActionContext, DueContext, PastBlock } from "../domain/context.ts";
import { isDivisionCode } from "../domain/division/codes.ts";
import { dueRecord } from "../domain/governance/schema.ts";
import { AGGREGATE_SUBJECT, type AnyRecordType, type RecordType, recordKey } from "../domain/module.ts";
import { payloadProblem } from "../domain/payload-problem.ts";
import type { Sender } from "../domain/permission.ts";
import { Refusal } from "../domain/refusal.ts";
import { COUNTER_NAME, PERIOD } from "../domain/statistics/schema.ts";
import { EXPIRY_WINDOW_MS } from "../limits.ts";
import { dueParts } from "./due.ts";
import { freeze } from "./frozen.ts";
import type { Unit } from "./overlay.ts";
import type { RejectionDetail } from "./state.ts";

/** What is the same for all units of a block. */
export interface BlockFacts {
  readonly chainId: string;
  readonly height: number;
  readonly time: number;
  readonly date: string;
  readonly params: Params;
  readonly blockAt: (height: number) => PastBlock | undefined;
}

/** What an action knows besides; absent in due entries. */
export interface ActionFacts {
  readonly txId: Uint8Array;
  readonly txIndex: number;
  readonly actionIndex: number;
  readonly sender: Sender;
}

/** A rule went over what its unit may cost. */
export class CostExceeded extends Error {}

/**
 * The context of one action or due entry. It notes whether restricted data was read, because a refusal
 * after that rests on it as far as anyone can tell (DESIGN §4).
 */
export class RuleContext implements ActionContext, DueContext {
  readonly #block: BlockFacts;
  readonly #unit: Unit;
  readonly #costMax: number;
  readonly #action: ActionFacts | undefined;
  readonly #due: { readonly time: number; readonly id: string } | undefined;
  /** A dry run notes refusals of `check` here and goes on. */
  readonly #noted: RejectionDetail[] | undefined;
  /** Default subject of attachments, set once the action's subject is known. */
  #household: string | undefined;
  #tainted = false;

  constructor(
    block: BlockFacts,
    unit: Unit,
    options: {
      costMax: number;
      action?: ActionFacts;
      due?: { time: number; id: string };
      noted?: RejectionDetail[] | undefined;
    },
  ) {
    this.#block = block;
    this.#unit = unit;
    this.#costMax = options.costMax;
    this.#action = options.action;
    this.#due = options.due;
    this.#noted = options.noted;
  }

  get chainId(): string {
    return this.#block.chainId;
  }
  get height(): number {
    return this.#block.height;
  }
  get time(): number {
    return this.#block.time;
  }
  get date(): string {
    return this.#block.date;
  }
  get params(): Params {
    return this.#block.params;
  }
  get txId(): Uint8Array {
    return this.#facts().txId;
  }
  get txIndex(): number {
    return this.#facts().txIndex;
  }
  get actionIndex(): number {
    return this.#facts().actionIndex;
  }
  get sender(): Sender {
    return this.#facts().sender;
  }
  get dueTime(): number {
    if (this.#due === undefined) throw new Error("no due entry");
    return this.#due.time;
  }
  get dueId(): string {
    if (this.#due === undefined) throw new Error("no due entry");
    return this.#due.id;
  }
  /** Restricted data was read. */
  get tainted(): boolean {
    return this.#tainted;
  }
  set household(household: string | undefined) {
    this.#household = household;
  }

  #facts(): ActionFacts {
    if (this.#action === undefined) throw new Error("no action");
    return this.#action;
  }

  spend(cost: number): void {
    this.#unit.cost += cost;
    if (this.#unit.cost > this.#costMax) throw new CostExceeded();
  }

  param<T extends Value>(name: string, fallback: T): T {
    const value = this.#block.params.domain[name];
    return value === undefined ? fallback : (value as T);
  }

  get<V, P>(type: RecordType<V, P>, parts: P): V | undefined {
    this.spend(this.params.costRead);
    if (type.class === "restricted") this.#tainted = true;
    return this.#unit.read(recordKey(type, parts)) as V | undefined;
  }

  require<V, P>(type: RecordType<V, P>, parts: P, path: string): V {
    const value = this.get(type, parts);
    if (value === undefined) this.refuse(`${type.name}.not_found`, path);
    return value;
  }

  blockAt(height: number): PastBlock | undefined {
    this.spend(this.params.costRead);
    if (height >= this.height) return undefined;
    const block = this.#block.blockAt(height);
    // Where history begins differs from node to node, the replay window is everybody's.
    return block !== undefined && block.timestamp > this.time - EXPIRY_WINDOW_MS ? block : undefined;
  }

  version<P>(type: RecordType<unknown, P>, parts: P): number {
    this.spend(this.params.costRead);
    return this.#unit.overlay.get(recordKey(type, parts))?.version ?? 0;
  }

  refuse(code: string, path: string, values: { readonly [key: string]: Value } = {}): never {
    throw new Refusal(code, path, values);
  }

  check(holds: boolean, code: string, path: string, values: { readonly [key: string]: Value } = {}): void {
    if (holds) return;
    if (this.#noted === undefined) this.refuse(code, path, values);
    else this.#noted.push({ code, path, values, restricted: this.#tainted });
  }

  put<V, P>(type: RecordType<V, P>, parts: P, value: NoInfer<V>): void {
    const key = recordKey(type, parts);
    this.#unit.write(type as AnyRecordType, key, freeze(value) as Value, subjectOf(type, parts, key));
  }

  remove<P>(type: RecordType<unknown, P>, parts: P): void {
    const key = recordKey(type, parts);
    this.#unit.write(type as AnyRecordType, key, undefined, subjectOf(type, parts, key));
  }

  emit(type: string, data: { readonly [key: string]: Value | undefined }): void {
    this.spend(this.params.costCounter);
    const kept: { [key: string]: Value } = {};
    for (const key in data) if (data[key] !== undefined) kept[key] = data[key];
    this.#unit.events.push({ type, data: kept });
  }

  schedule(time: number, id: string, action: string, payload: Value): void {
    this.put(dueRecord, dueParts(time, id), { action, payload });
  }

  unschedule(time: number, id: string): void {
    this.remove(dueRecord, dueParts(time, id));
  }

  count(division: string, period: string, deltas: { readonly [counter: string]: number }): void {
    this.#count(division, period, deltas, false);
  }

  countRestricted(division: string, period: string, deltas: { readonly [counter: string]: number }): void {
    this.#count(division, period, deltas, true);
  }

  #count(
    division: string,
    period: string,
    deltas: { readonly [counter: string]: number },
    restricted: boolean,
  ): void {
    if (!isDivisionCode(division) || !PERIOD.test(period))
      throw new Error(`statistics ${division} ${period}`);
    for (const name in deltas) {
      this.spend(this.params.costCounter);
      if (!COUNTER_NAME.test(name) || !Number.isSafeInteger(deltas[name])) {
        throw new Error(`counter ${name} by ${deltas[name]}`);
      }
    }
    this.#unit.counts.push({ division, period, deltas, restricted });
  }

  restricted<T>(id: Uint8Array, schema: z.ZodType<T>, subject?: string): T {
    const attachment = this.#bind(id, subject);
    this.#tainted = true;
    this.spend(this.params.costRead);
    let value: Value;
    try {
      value = decode(attachment.bytes);
    } catch {
      this.#invalid("restricted", "encoding");
    }
    const parsed = schema.safeParse(value);
    if (!parsed.success) {
      const issue = parsed.error.issues[0]!;
      this.#invalid(["restricted", ...issue.path.map(String)].join("."), issue.message);
    }
    return freeze(parsed.data);
  }

  #invalid(path: string, message: string): never {
    const { zh, en } = payloadProblem(message);
    this.refuse("payload.invalid", path, { problem: en, problemZh: zh });
  }

  attach(id: Uint8Array, subject?: string): void {
    this.#bind(id, subject);
  }

  #bind(id: Uint8Array, subject: string | undefined) {
    const name = hex(id);
    const attachment = this.#unit.attachments.get(name);
    if (attachment === undefined) this.refuse("attachment.missing", "restricted", { id });
    const owner = subject ?? (this.#household === undefined ? undefined : `household/${this.#household}`);
    if (owner === undefined || owner === AGGREGATE_SUBJECT)
      throw new Error("the attachment's subject isn't known");
    const bound = this.#unit.bound.get(name);
    if (bound !== undefined && bound !== owner) this.refuse("attachment.subject", "restricted", { id });
    this.#unit.bound.set(name, owner);
    return attachment;
  }

  separate(path: string, ...actors: (string | undefined)[]): void {
    this.check(!actors.includes(this.sender.actor), "duties.same_person", path);
  }

  expectVersion<P>(type: RecordType<unknown, P>, parts: P, expected: number | undefined): void {
    if (expected === undefined) return;
    const current = this.version(type, parts);
    this.check(expected === current, "version.conflict", "expectVersion", { current });
  }
}

function subjectOf<P>(type: RecordType<unknown, P>, parts: P, key: string): string {
  if (type.class === "open") return AGGREGATE_SUBJECT;
  if (type.subject !== undefined) return type.subject(parts);
  const [kind, id] = key.split("/", 2);
  return `${kind}/${id}`;
}
