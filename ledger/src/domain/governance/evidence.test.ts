import { describe, expect, it } from "vitest";
import { contradiction, decodeEvidence, encodeEvidence, verifyEvidence } from "../../block/evidence.ts";
import { encodeVote, PHASE } from "../../block/vote.ts";
import type { Value } from "../../bytes/codec.ts";
import { hex } from "../../bytes/text.ts";
import { keyId, signBytes } from "../../crypto/index.ts";
import { decodedValue } from "../../execute/frozen.ts";
import { publicKeyOf, seedOf, TestChain, testGenesis } from "../../execute/test-chain.ts";
import { newId } from "../ids.ts";
import { registry } from "../index.ts";
import { EVIDENCE_PER_KEY_MAX } from "./limits.ts";

const DAY = 86_400_000;

class Network {
  readonly chain = new TestChain(registry, testGenesis(registry, {}));

  /** Two PREPAREs of the word's key. */
  evidence(word: string, height: number, round = 0, blocks = [1, 2]): Uint8Array {
    const { chainId } = this.chain;
    const [a, b] = blocks.map((byte) => {
      const blockHash = new Uint8Array(32).fill(byte);
      const payload = encodeVote({ chainId, epoch: 0, height, round, phase: PHASE.prepare, blockHash });
      return { payload, signature: signBytes("consensus", chainId, payload, seedOf(word)) };
    });
    return encodeEvidence(contradiction("prepare", publicKeyOf(word), a!, b!)!);
  }

  act(signer: string, type: string, payload: { [name: string]: Value }): string {
    const { outcome } = this.chain.act(signer, [type, payload]);
    return outcome.status === "applied" ? "applied" : `${outcome.code} ${outcome.path}`;
  }

  report(evidence: Uint8Array, by = "consensus civil"): string {
    return this.act(by, "governance.evidence", { evidence });
  }

  // biome-ignore lint/suspicious/noExplicitAny: tests look at values of every type
  value(key: string): any {
    return decodedValue(this.chain.state.get(key));
  }

  /** Findings against the word's key, and the proposal they opened. */
  accused(word: string): { count: number; proposal?: string } {
    return this.value(`governance/accused/${hex(keyId(publicKeyOf(word)))}`);
  }

  records(): string[] {
    return [...this.chain.state.records.keys()].filter((key) => key.startsWith("governance/evidence/"));
  }

  /** Three of five organisations. */
  approve(proposalId: string): string[] {
    return ["poverty", "finance", "civil"].map((by) =>
      this.act(`admin ${by}`, "governance.approve", { proposalId }),
    );
  }
}

describe("evidence on the chain", () => {
  it("stands once, whoever reports it, and verifies as it stands", () => {
    const net = new Network();
    const evidence = net.evidence("consensus audit", 3);
    expect(net.report(evidence)).toBe("applied");
    const [key] = net.records();
    const value = net.value(key!);
    expect(value).toMatchObject({
      organisation: "audit",
      type: "prepare",
      height: 3,
      round: 0,
      reportedBy: "civil",
    });
    verifyEvidence(decodeEvidence(value.evidence), net.chain.chainId);
    expect(net.report(evidence, "consensus poverty")).toBe("evidence.known actions.0.evidence");
    // Another pair of signatures in the same height and phase is the same misdeed.
    expect(net.report(net.evidence("consensus audit", 3, 1))).toBe("evidence.known actions.0.evidence");
    expect(net.report(net.evidence("consensus audit", 4))).toBe("applied");
    expect(net.accused("consensus audit").count).toBe(2);
  });

  it("opens a proposal that removes nothing by itself, and that organisations decide on", () => {
    const net = new Network();
    net.report(net.evidence("consensus audit", 3));
    const { proposal } = net.accused("consensus audit");
    expect(net.value(`governance/proposals/${proposal}`)).toMatchObject({
      state: "open",
      approvals: [],
      change: { removeValidator: { consensusKey: publicKeyOf("consensus audit") } },
    });
    for (const by of ["audit", "poverty"]) {
      const payload = { proposalId: proposal!, reason: "不需要" };
      expect(net.act(`admin ${by}`, "governance.withdraw", payload)).toMatch(/^permission/);
    }
    // More of it opens no second proposal while the first is open.
    net.report(net.evidence("consensus audit", 4));
    expect(net.accused("consensus audit").proposal).toBe(proposal);
    expect(net.approve(proposal!)).toEqual(["applied", "applied", "applied"]);
    expect(net.value(`key/${hex(keyId(publicKeyOf("consensus audit")))}`).status).toBe("revoked");
    // It has left: what it did before still counts, and there is nothing left to propose.
    expect(net.report(net.evidence("consensus audit", 5))).toBe("applied");
    expect(net.value(net.records().at(-1)!).proposal).toBe(undefined);
    const { height } = net.chain.head.header;
    expect(net.report(net.evidence("consensus audit", height + 5))).toBe(
      "evidence.no_seat actions.0.evidence",
    );
    expect(net.report(net.evidence("consensus civil", 9), "consensus audit")).toMatch(/^key.revoked/);
  });

  it("opens another proposal once the first has expired", () => {
    const net = new Network();
    net.report(net.evidence("consensus audit", 3));
    const { proposal } = net.accused("consensus audit");
    net.chain.time += 31 * DAY;
    net.report(net.evidence("consensus audit", 4));
    expect(net.accused("consensus audit").proposal).not.toBe(proposal);
    expect(net.value(`governance/proposals/${proposal}`).state).toBe("expired");
  });

  it("is refused when forged, of no validator, or from anyone but a node", () => {
    const net = new Network();
    const good = net.evidence("consensus audit", 3);
    expect(net.report(net.evidence("admin civil", 3))).toBe("evidence.no_seat actions.0.evidence");
    expect(net.report(good.slice(0, -1))).toBe("evidence.invalid actions.0.evidence");
    const garbled = decodeEvidence(good);
    const forged = { ...garbled, first: { ...garbled.first, signature: garbled.second.signature } };
    expect(net.report(encodeEvidence(forged))).toBe("evidence.signature actions.0.evidence");
    expect(net.report(good, "admin civil")).toBe("permission.role actions.0");
    expect(net.records()).toEqual([]);
  });

  it("against one key is kept up to a bound", () => {
    const net = new Network();
    for (let i = 0; i < EVIDENCE_PER_KEY_MAX; i++) {
      expect(net.report(net.evidence("consensus audit", 10 + i))).toBe("applied");
    }
    expect(net.report(net.evidence("consensus audit", 99))).toBe("evidence.enough actions.0.evidence");
    expect(net.report(net.evidence("consensus poverty", 99))).toBe("applied");
  });

  it("counts for the heights at which a newcomer voted", () => {
    const net = new Network();
    const proposalId = newId("G", new Uint8Array(10).fill(1));
    const addValidator = {
      organisation: "education",
      consensusKey: publicKeyOf("consensus education"),
      networkKey: publicKeyOf("network education"),
      addresses: [],
    };
    expect(
      net.act("admin education", "governance.propose", { proposalId, reason: "加入", addValidator }),
    ).toBe("applied");
    for (const by of ["poverty", "finance"]) net.act(`admin ${by}`, "governance.approve", { proposalId });
    const { height, hash } = { height: net.chain.head.header.height, hash: net.chain.head.hash };
    const activate = { proposalId, height, blockHash: hash };
    expect(net.report(net.evidence("consensus education", height))).toMatch(/^evidence.no_seat/);
    expect(net.act("consensus education", "governance.activate", activate)).toBe("applied");
    const from = net.chain.head.header.height + 1;
    expect(net.report(net.evidence("consensus education", from - 1))).toMatch(/^evidence.no_seat/);
    expect(net.report(net.evidence("consensus education", from))).toBe("applied");
  });
});

describe("system transactions", () => {
  it("are sixteen in a block, and alone in theirs", () => {
    const net = new Network();
    const execution = net.chain.begin();
    const tx = (i: number) =>
      net.chain.tx("consensus civil", [
        ["governance.evidence", { evidence: net.evidence("consensus audit", i) }],
      ]);
    for (let i = 1; i <= 16; i++) expect(execution.execute(tx(i)).status).toBe("applied");
    expect(() => execution.execute(tx(17))).toThrow("block.system");
    const action = ["governance.evidence", { evidence: net.evidence("consensus audit", 20) }] as [
      string,
      object,
    ];
    expect(() => net.chain.tx("consensus civil", [action, action] as never)).toThrow("tx.system_alone");
  });
});
