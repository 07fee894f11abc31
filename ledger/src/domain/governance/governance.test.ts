import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { decodeParams, type Params } from "../../block/params.ts";
import { decodeValidators, validatorsHash } from "../../block/validators.ts";
import type { Value } from "../../bytes/codec.ts";
import { hex } from "../../bytes/text.ts";
import { decodedValue } from "../../execute/frozen.ts";
import { keyIdOf, publicKeyOf, TestChain, testGenesis } from "../../execute/test-chain.ts";
import { newId } from "../ids.ts";
import { registry } from "../index.ts";
import { setPreview } from "./preview.ts";
import type { Change, Proposal } from "./schema.ts";

const DAY = 86_400_000;
/** The test genesis has five organisations that nobody hosts. */
const VOTERS = ["audit", "civil", "education", "finance", "poverty"];

let drawn = 0;

class Network {
  readonly chain: TestChain;

  constructor(domain: { [name: string]: Value } = {}) {
    this.chain = new TestChain(registry, testGenesis(registry, domain));
  }

  act(signer: string, type: string, payload: { [name: string]: Value }): string {
    const { outcome } = this.chain.act(signer, [type, payload]);
    return outcome.status === "applied" ? "applied" : `${outcome.code} ${outcome.path}`;
  }

  /** The outcome and the new proposal's id. */
  propose(change: Change, by = "poverty"): { said: string; id: string } {
    const id = newId("G", new Uint8Array(10).fill(++drawn));
    const payload = { proposalId: id, reason: "测试", ...(change as { [name: string]: Value }) };
    return { said: this.act(`admin ${by}`, "governance.propose", payload), id };
  }

  approve(id: string, by: string): string {
    return this.act(`admin ${by}`, "governance.approve", { proposalId: id });
  }

  /** Proposed by one, approved by two: three of five. The outcome of the last. */
  decide(change: Change): { said: string; id: string } {
    const { said, id } = this.propose(change);
    if (said !== "applied") return { said, id };
    expect(this.approve(id, "finance")).toBe("applied");
    return { said: this.approve(id, "civil"), id };
  }

  activate(id: string, word: string, at: { height?: number; hash?: Uint8Array } = {}): string {
    const { height = this.chain.head.header.height } = at;
    const blockHash = at.hash ?? this.chain.blocks[height]?.hash ?? new Uint8Array(32);
    return this.act(word, "governance.activate", { proposalId: id, height, blockHash });
  }

  // biome-ignore lint/suspicious/noExplicitAny: tests look at values of every type
  value(key: string): any {
    return decodedValue(this.chain.state.get(key));
  }

  proposal(id: string): Proposal {
    return this.value(`governance/proposals/${id}`);
  }

  get set(): string[] {
    const value = this.chain.state.get("governance/validators")!.value!;
    return decodeValidators(value)
      .map(({ organisation }) => organisation)
      .sort();
  }

  get params(): Params {
    return decodeParams(this.chain.state.get("governance/params")!.value!);
  }

  pass(blocks: number): void {
    for (let i = 0; i < blocks; i++) this.chain.block();
  }
}

const newcomer = (organisation: string, word: string = organisation): Change => ({
  addValidator: {
    organisation,
    consensusKey: publicKeyOf(`consensus ${word}`),
    networkKey: publicKeyOf(`network ${word}`),
    addresses: ["/ip4/10.0.0.5/tcp/7000"],
  },
});
const removal = (word: string): Change => ({
  removeValidator: { consensusKey: publicKeyOf(`consensus ${word}`) },
});
const parameters = (...list: [string, unknown][]): Change => ({
  setParameters: { parameters: list.map(([name, value]) => ({ name, value: JSON.stringify(value) })) },
});

describe("a proposal", () => {
  it("is in force once more than half of the organisations approve, each counted once", () => {
    const net = new Network();
    expect(net.value("governance/voters").organisations).toEqual(VOTERS);
    const { said, id } = net.propose(parameters(["heartbeat", 60_000]));
    expect(said).toBe("applied");
    expect(net.approve(id, "poverty")).toBe("governance.approved_already actions.0.proposalId");
    expect(net.approve(id, "finance")).toBe("applied");
    expect(net.params.heartbeat).toBe(30_000);
    expect(net.proposal(id)).toMatchObject({ state: "open", approvals: ["poverty", "finance"] });
    const { result } = net.chain.act("admin civil", ["governance.approve", { proposalId: id }]);
    expect(net.params.heartbeat).toBe(60_000);
    expect(net.proposal(id).state).toBe("approved");
    expect(result.events.map(({ type }) => type)).toEqual([
      "governance.approved",
      "governance.parametersChanged",
      "governance.decided",
    ]);
    // What block h decides holds from h + 1: its own header still names the old ones.
    expect(hex(result.paramsHash)).not.toBe(hex(net.chain.block().paramsHash));
    expect(net.approve(id, "audit")).toBe("permission.state actions.0");
    expect(net.chain.state.dues.size).toBe(0);
  });

  it("is the matter of admin keys of organisations that nobody hosts", () => {
    const net = new Network();
    expect(net.propose(parameters(["heartbeat", 1000]), "town").said).toBe("governance.not_voter actions.0");
    expect(
      net.act("consensus poverty", "governance.propose", {
        proposalId: newId("G", new Uint8Array(10)),
        reason: "测试",
        ...(parameters(["heartbeat", 1000]) as { [name: string]: Value }),
      }),
    ).toBe("permission.role actions.0");
    const { id } = net.propose(parameters(["heartbeat", 1000]));
    expect(net.approve(id, "village")).toBe("governance.not_voter actions.0");
    expect(net.approve(newId("G", new Uint8Array(10).fill(255)), "finance")).toContain("proposal.not_found");
  });

  it("changes one thing, under an id of its own", () => {
    const net = new Network();
    expect(net.propose({}).said).toMatch(/^payload.invalid/);
    expect(net.propose({ ...removal("audit"), ...parameters(["heartbeat", 1000]) }).said).toMatch(
      /^payload.invalid/,
    );
    const { id } = net.propose(parameters(["heartbeat", 1000]));
    const again = { proposalId: id, reason: "测试", ...(removal("audit") as { [name: string]: Value }) };
    expect(net.act("admin finance", "governance.propose", again)).toBe(
      "proposal.exists actions.0.proposalId",
    );
  });

  it("can be taken back by who made it, while it is open", () => {
    const net = new Network();
    const { id } = net.propose(parameters(["heartbeat", 1000]));
    const payload = { proposalId: id, reason: "改期" };
    expect(net.act("admin finance", "governance.withdraw", payload)).toBe(
      "permission.jurisdiction actions.0",
    );
    expect(net.act("admin poverty", "governance.withdraw", payload)).toBe("applied");
    expect(net.proposal(id).state).toBe("withdrawn");
    expect(net.chain.state.dues.size).toBe(0);
    expect(net.approve(id, "finance")).toBe("permission.state actions.0");
    expect(net.act("admin poverty", "governance.withdraw", payload)).toBe("permission.state actions.0");
  });

  it("expires by its time, whether or not the due queue has come to it", () => {
    const net = new Network({ "governance.proposal_days": 2 });
    const { id } = net.propose(parameters(["heartbeat", 1000]));
    net.approve(id, "finance");
    const { expiresAt } = net.proposal(id);
    const due = net.chain.state.due.bind(net.chain.state);
    net.chain.state.due = () => []; // held up
    net.chain.time = expiresAt - 1_000;
    expect(net.approve(id, "civil")).toBe("permission.state actions.0");
    expect(net.proposal(id).state).toBe("open");
    net.chain.state.due = due;
    net.chain.block();
    expect(net.proposal(id).state).toBe("expired");
    expect(net.chain.state.dues.size).toBe(0);
    expect(net.params.heartbeat).toBe(30_000);
  });

  it("counts only those that still have a vote, and needs what the parameter says", () => {
    const net = new Network({ "governance.approval_percent": 66 });
    const { id } = net.propose(parameters(["heartbeat", 1000]), "education");
    for (const by of ["finance", "civil"]) expect(net.approve(id, by)).toBe("applied");
    expect(net.proposal(id).state).toBe("open"); // four of five
    const gone = net.propose({ setOrganisationStatus: { organisation: "education", status: "suspended" } });
    for (const by of ["finance", "civil", "audit"]) expect(net.approve(gone.id, by)).toBe("applied");
    expect(net.value("governance/voters").organisations).not.toContain("education");
    // Now three of four are needed, and education's approval doesn't count.
    expect(net.approve(id, "audit")).toBe("applied");
    expect(net.proposal(id).state).toBe("approved");
  });
});

describe("a validator", () => {
  it("joins once it is approved and has activated itself, from the next block", () => {
    const net = new Network();
    const { said, id } = net.decide(newcomer("education"));
    expect(said).toBe("applied");
    expect(net.set).toHaveLength(4);
    expect(net.value("governance/candidates").candidates).toHaveLength(1);
    const before = net.chain.head.header.nextValidatorsHash;
    const { result } = net.chain.act("consensus education", [
      "governance.activate",
      { proposalId: id, height: 3, blockHash: net.chain.blocks[3]!.hash },
    ]);
    expect(result.outcomes).toEqual([{ status: "applied" }]);
    expect(net.set).toEqual(["audit", "civil", "education", "finance", "poverty"]);
    expect(hex(net.chain.head.header.validatorsHash)).toBe(hex(before));
    expect(hex(net.chain.head.header.nextValidatorsHash)).toBe(hex(validatorsHash(result.nextValidators)));
    expect(hex(net.chain.block().validatorsHash)).toBe(hex(validatorsHash(result.nextValidators)));
    expect(net.proposal(id).state).toBe("activated");
    expect(net.value("governance/candidates").candidates).toEqual([]);
    expect(result.events.at(-1)).toMatchObject({
      type: "governance.validatorAdded",
      data: { organisation: "education", n: 5, f: 1, quorum: 4, height: 5 },
    });
    expect(net.chain.state.dues.size).toBe(0);
  });

  it("activates with its own key, and with a block of this chain of the last ten minutes", () => {
    const net = new Network();
    const { id } = net.decide(newcomer("education"));
    expect(net.activate(id, "admin education")).toBe("permission.role actions.0");
    expect(net.activate(id, "consensus poverty")).toBe("permission.jurisdiction actions.0");
    const height = net.chain.head.header.height;
    const wrong = { height, hash: new Uint8Array(32) };
    expect(net.activate(id, "consensus education", wrong)).toBe(
      "governance.block_unknown actions.0.blockHash",
    );
    expect(net.activate(id, "consensus education", { height: 1000 })).toBe(
      "governance.block_old actions.0.height",
    );
    net.chain.time += 10 * 60_000;
    expect(net.activate(id, "consensus education", { height })).toBe("governance.block_old actions.0.height");
    net.chain.block();
    expect(net.activate(id, "consensus education")).toBe("applied");
    expect(net.activate(id, "consensus education")).toBe("permission.state actions.0");
  });

  it("that belongs to the same organisation as another doesn't activate with the other's key", () => {
    const net = new Network({ "governance.seats_waived": true });
    const first = net.decide(newcomer("education", "one"));
    const second = net.decide(newcomer("education", "two"));
    expect(second.said).toBe("applied");
    expect(net.activate(second.id, "consensus one")).toBe("governance.other_key actions.0.proposalId");
    expect(net.activate(first.id, "consensus one")).toBe("applied");
  });

  it("that doesn't activate in time is dismissed, and its key with it", () => {
    const net = new Network({ "governance.activation_days": 1 });
    const { id } = net.decide(newcomer("education"));
    net.chain.time += DAY;
    expect(net.activate(id, "consensus education")).toMatch(/^(permission\.state|key\.revoked)/);
    expect(net.proposal(id).state).toBe("expired");
    expect(net.value("governance/candidates").candidates).toEqual([]);
    expect(net.value(`key/${hex(keyIdOf("consensus education"))}`).status).toBe("revoked");
    expect(net.propose(newcomer("education")).said).toMatch(/^key.in_use/);
  });

  it("takes the place of its organisation's old one", () => {
    const net = new Network();
    const change = newcomer("audit", "audit anew");
    const replaces = publicKeyOf("consensus audit");
    const other: Change = { addValidator: { ...newcomer("civil", "x").addValidator!, replaces } };
    expect(net.propose(other).said).toMatch(/^governance.not_replaceable/);
    const same = { ...change.addValidator!, networkKey: publicKeyOf("network audit"), replaces };
    const { id } = net.decide({ addValidator: same });
    expect(net.activate(id, "consensus audit anew")).toBe("applied");
    expect(net.set).toEqual(["audit", "civil", "finance", "poverty"]);
    expect(net.value(`key/${hex(keyIdOf("consensus audit"))}`).status).toBe("revoked");
  });

  it("leaves by approval alone, ten heights after the last change", () => {
    const net = new Network();
    const { id } = net.decide(newcomer("education"));
    expect(net.activate(id, "consensus education")).toBe("applied");
    const at = net.chain.head.header.height;
    const gone = net.propose(removal("audit"));
    expect(net.approve(gone.id, "finance")).toBe("applied");
    expect(net.approve(gone.id, "civil")).toBe("governance.change_too_soon actions.0.removeValidator");
    net.pass(at + 9 - net.chain.head.header.height);
    expect(net.approve(gone.id, "civil")).toBe("applied");
    expect(net.set).toEqual(["civil", "education", "finance", "poverty"]);
    expect(net.value("governance/setChange").height).toBe(at + 10);
    expect(net.value(`key/${hex(keyIdOf("consensus audit"))}`).status).toBe("revoked");
  });

  it("is refused where the frame would be left", () => {
    const net = new Network();
    // Two seats of six are more than max(1, f).
    expect(net.propose(newcomer("poverty", "second")).said).toBe(
      "governance.too_many_seats actions.0.addValidator",
    );
    expect(net.propose(removal("nobody")).said).toMatch(/^governance.no_validator/);
    expect(net.propose(newcomer("village")).said).toMatch(/^governance.hosted/);
    expect(net.propose(newcomer("nowhere")).said).toMatch(/^organisation.not_found/);
    expect(net.propose(newcomer("education", "poverty")).said).toMatch(/^key.in_use/);
    const borrowed = { ...newcomer("education").addValidator!, networkKey: publicKeyOf("network civil") };
    expect(net.propose({ addValidator: borrowed }).said).toMatch(/^key.in_use .*networkKey/);
    const two = new TestChain(registry, {
      ...testGenesis(registry),
      validators: testGenesis(registry).validators.slice(0, 2),
    });
    const [first] = testGenesis(registry).validators;
    const { outcome } = two.act("admin poverty", [
      "governance.propose",
      {
        proposalId: newId("G", new Uint8Array(10)),
        reason: "测试",
        removeValidator: { consensusKey: first!.consensusKey },
      },
    ]);
    expect(outcome).toMatchObject({ code: "governance.quorum_lost" });
  });

  it("is shown beforehand with what the set can bear then", () => {
    const set = testGenesis(registry).validators;
    const before = { n: 4, f: 1, quorum: 3 };
    expect(setPreview(set, newcomer("education"))).toEqual({ before, after: { n: 5, f: 1, quorum: 4 } });
    expect(setPreview(set, removal("audit"))).toEqual({ before, after: { n: 3, f: 0, quorum: 2 } });
    const replaces = publicKeyOf("consensus audit");
    const swap: Change = { addValidator: { ...newcomer("audit", "x").addValidator!, replaces } };
    expect(setPreview(set, swap)).toEqual({ before, after: before });
    expect(setPreview(set, parameters(["tenure", 5]))).toBeUndefined();
  });
});

describe("an observer", () => {
  const observer = (entitled: boolean): Change => ({
    addObserver: {
      organisation: "education",
      networkKey: publicKeyOf("network education"),
      addresses: [],
      entitled,
    },
  });

  it("is added, given another right, becomes a validator with its network key, or goes", () => {
    const net = new Network();
    expect(net.decide(observer(false)).said).toBe("applied");
    expect(net.decide(observer(true)).said).toBe("applied");
    expect(net.value("governance/observers").observers).toMatchObject([
      { organisation: "education", entitled: true },
    ]);
    const { id } = net.decide(newcomer("education"));
    expect(net.decide(observer(true)).said).toMatch(/^key.in_use/);
    expect(net.activate(id, "consensus education")).toBe("applied");
    expect(net.value("governance/observers").observers).toEqual([]);
    const networkKey = publicKeyOf("network education");
    expect(net.propose({ removeObserver: { networkKey } }).said).toMatch(/^governance.no_observer/);
  });

  it("that goes is gone", () => {
    const net = new Network();
    net.decide(observer(false));
    expect(net.decide({ removeObserver: { networkKey: publicKeyOf("network education") } }).said).toBe(
      "applied",
    );
    expect(net.value("governance/observers").observers).toEqual([]);
  });
});

describe("an organisation", () => {
  const health = {
    organisation: "health",
    name: "卫健局",
    kind: "health" as const,
    division: "433124000000",
    adminKeys: [publicKeyOf("admin health")],
  };

  it("joins with a vote, changes, and ends without one", () => {
    const net = new Network();
    expect(net.decide({ registerOrganisation: health }).said).toBe("applied");
    expect(net.value("governance/voters").organisations).toContain("health");
    expect(net.propose({ registerOrganisation: health }).said).toMatch(/^organisation.exists/);
    expect(net.propose({ updateOrganisation: { organisation: "health" } }).said).toMatch(
      /^governance.nothing/,
    );
    const change = { updateOrganisation: { organisation: "health", name: "县卫健局" } };
    const { id } = net.propose(change, "health");
    for (const by of ["finance", "civil", "audit"]) net.approve(id, by);
    expect(net.value("organisation/health")).toMatchObject({ name: "县卫健局", kind: "health" });
    const ended = { setOrganisationStatus: { organisation: "health", status: "ended" as const } };
    const gone = net.propose(ended);
    for (const by of ["finance", "civil", "audit"]) net.approve(gone.id, by);
    expect(net.value("organisation/health").status).toBe("ended");
    expect(net.value("governance/voters").organisations).toEqual(VOTERS);
    expect(net.propose(ended).said).toMatch(/^organisation.ended/);
  });

  it("with a node can't be switched off, a hosted one isn't governed, a status isn't set twice", () => {
    const net = new Network();
    const status = (organisation: string, to: "active" | "suspended"): Change => ({
      setOrganisationStatus: { organisation, status: to },
    });
    expect(net.propose(status("audit", "suspended")).said).toMatch(/^governance.has_node/);
    expect(net.propose(status("town", "suspended")).said).toMatch(/^governance.hosted/);
    expect(net.propose(status("education", "active")).said).toMatch(/^status.unchanged/);
    net.decide(status("education", "suspended"));
    expect(net.propose(newcomer("education")).said).toMatch(/^organisation.not_active/);
    expect(net.decide(status("education", "active")).said).toBe("applied");
    expect(net.value("governance/voters").organisations).toEqual(VOTERS);
  });

  it("changes its admin keys, and keeps one", () => {
    const net = new Network();
    const key = hex(keyIdOf("admin audit"));
    const drop: Change = { removeAdminKey: { organisation: "audit", key } };
    expect(net.propose(drop).said).toMatch(/^key.last_admin/);
    expect(net.propose({ removeAdminKey: { organisation: "civil", key } }).said).toMatch(
      /^governance.not_admin_key/,
    );
    const added = net.decide({
      addAdminKey: { organisation: "audit", publicKey: publicKeyOf("admin audit 2") },
    });
    expect(added.said).toBe("applied");
    expect(net.decide(drop).said).toBe("applied");
    expect(net.propose(parameters(["tenure", 9]), "audit").said).toMatch(/^key.revoked/);
    expect(net.propose(parameters(["tenure", 9]), "audit 2").said).toBe("applied");
  });

  it("that is the last with a vote stays", () => {
    const base = testGenesis(registry);
    const alone = new TestChain(registry, {
      ...base,
      organisations: base.organisations.map((each) =>
        each.id === "education" ? each : { ...each, adminKeys: [] },
      ),
    });
    const { outcome } = alone.act("admin education", [
      "governance.propose",
      {
        proposalId: newId("G", new Uint8Array(10)),
        reason: "测试",
        setOrganisationStatus: { organisation: "education", status: "suspended" },
      },
    ]);
    expect(outcome).toMatchObject({ code: "governance.last_voter" });
  });
});

describe("parameters", () => {
  it("of the frame and of modules are set as JSON, and given their default again", () => {
    const net = new Network();
    const set = parameters(["roundTimeout", 2000], ["fund.approvals", [{ fromFen: 0, needed: 2 }]]);
    expect(net.decide(set).said).toBe("applied");
    expect(net.params).toMatchObject({ roundTimeout: 2000, domain: { "fund.approvals": [{ needed: 2 }] } });
    expect(net.decide(parameters(["fund.approvals", null])).said).toBe("applied");
    expect(net.params.domain).toEqual({});
  });

  it.each<[string, ...[string, unknown][]]>([
    ["governance.parameter_unknown", ["speed", 1]],
    ["governance.parameter_unknown", ["domain", {}]],
    ["governance.parameter_value", ["roundTimeout", 1]],
    ["governance.parameter_value", ["roundTimeout", "2000"]],
    ["governance.parameter_value", ["heartbeat", null]],
    ["governance.parameter_value", ["fund.share", 0.5]],
    ["governance.parameter_value", ["cost.household.register", "free"]],
    ["governance.parameter_value", ["cost.governance.propose", 1]],
    ["governance.parameter_value", ["governance.approval_percent", 49]],
    ["governance.parameter_value", ["governance.seats_waived", true]],
    ["governance.parameter_twice", ["tenure", 3], ["tenure", 4]],
    ["governance.no_room", ["blockCost", 1000]],
    ["governance.no_room", ["costEntry", 1_000_000]],
  ])("refuse %s for %j", (code, ...list) => {
    expect(new Network().propose(parameters(...list)).said.split(" ")[0]).toBe(code);
  });

  it("refuse what isn't JSON", () => {
    const bad = { setParameters: { parameters: [{ name: "tenure", value: "{" }] } };
    expect(new Network().propose(bad).said).toMatch(/^governance.parameter_value/);
  });
});

it("the organisations that vote stand in genesis; the frame may be waived on test networks only", () => {
  const base = testGenesis(registry, { "governance.seats_waived": true });
  expect(() => new TestChain(registry, { ...base, testNetwork: false })).toThrow("genesis.seats_waived");
});

it("every refusal that the rules give has a text", () => {
  const folder = new URL("./", import.meta.url);
  const sources = readdirSync(folder).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"));
  const given = sources.flatMap((name) => {
    const source = readFileSync(new URL(name, folder), "utf8");
    const calls = source.matchAll(/\b(?:refuse|check)\([^;]*?"([a-z_]+(?:\.[a-z_]+)+)"/g);
    return [...calls].map((match) => match[1]!);
  });
  for (const code of given) expect(registry.refusals[code], code).toBeDefined();
  const own = Object.keys(registry.modules[0]!.refusals).filter((code) => code.startsWith("governance."));
  expect(own.filter((code) => !given.includes(code))).toEqual([]);
});
