import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { codeIds, EXISTENCE_STATES, MONITORING_STATES, REGISTRATION_STATES } from "./codes/index.ts";
import { paymentSteps } from "./fund/states.ts";
import { proposalSteps } from "./governance/states.ts";
import { illegalCombination, LIVE_STATES, registrationSteps } from "./household/states.ts";
import { registry } from "./index.ts";
import { defineStates } from "./state-table.ts";

const TABLES = [
  ["household", registrationSteps],
  ["fund", paymentSteps],
  ["governance", proposalSteps],
] as const;

describe.each(TABLES)("the states of %s", (folder, table) => {
  it("stand in its README as the table has them", () => {
    const readme = readFileSync(new URL(`./${folder}/README.md`, import.meta.url), "utf8");
    expect(readme).toContain(`<!-- ${table.name} -->\n\`\`\`mermaid\n${table.diagram()}\`\`\``);
  });

  it("are led to by actions that exist, and permitted in no other state", () => {
    for (const { action, from } of table.transitions) {
      const def = registry.action(action);
      expect(def, action).toBeDefined();
      if (from.length === 0) continue;
      for (const row of def!.permission) expect(row.states, action).toEqual(table.from(action));
    }
  });

  it("can all be reached, and no state has two ways by one action", () => {
    const reached = new Set<string>(table.transitions.filter((t) => t.from.length === 0).map((t) => t.to));
    for (let before = -1; before !== reached.size; ) {
      before = reached.size;
      for (const { from, to } of table.transitions)
        if (from.some((state) => reached.has(state))) reached.add(to);
    }
    for (const { to } of table.transitions) expect(reached).toContain(to);
    const ways = table.transitions.flatMap(({ action, from }) => from.map((state) => `${action} ${state}`));
    expect(new Set(ways).size).toBe(ways.length);
  });
});

describe("a table of states", () => {
  const table = defineStates<"open" | "shut">("door", [
    { action: "build", from: [], to: "open" },
    { action: "shut", from: ["open"], to: "shut" },
  ]);

  it("answers where an action leads, and from where", () => {
    expect(table.next("build")).toBe("open");
    expect(table.next("shut", "open")).toBe("shut");
    expect(table.next("shut", "shut")).toBeUndefined();
    expect(table.from("shut")).toEqual(["open"]);
    expect(() => table.from("paint")).toThrow("door: no step paint");
  });

  it("draws itself", () => {
    expect(table.diagram()).toBe(
      "stateDiagram-v2\n    [*] --> open: build\n    open --> shut: shut\n    shut --> [*]\n",
    );
  });
});

describe("the axes of a household", () => {
  it("go together or not, as written down", () => {
    const legal = { registration: "registered", monitoring: "none", existence: "active" } as const;
    expect(illegalCombination(legal)).toBeUndefined();
    expect(illegalCombination({ ...legal, existence: "moved", registration: "exited" })).toBeUndefined();
    expect(illegalCombination({ ...legal, registration: "exited", monitoring: "monitored" })).toBeUndefined();
    expect(illegalCombination({ ...legal, registration: "applied", existence: "deleted" })).toContain(
      "in no process",
    );
    expect(
      illegalCombination({ ...legal, registration: "exited", monitoring: "clue", existence: "merged" }),
    ).toContain("isn't monitored");
    expect(illegalCombination({ ...legal, monitoring: "monitored" })).toContain(
      "not for the registered poor",
    );
    expect(illegalCombination({ ...legal, registration: "rejected", existence: "split" })).toContain(
      "turned down",
    );
  });

  it("leave an active household without monitoring every state of registration", () => {
    for (const registration of codeIds(REGISTRATION_STATES)) {
      expect(illegalCombination({ registration, monitoring: "none", existence: "active" })).toBeUndefined();
    }
  });

  it("let nobody who is gone be in a process or monitored", () => {
    for (const existence of codeIds(EXISTENCE_STATES).filter((state) => state !== "active")) {
      for (const monitoring of codeIds(MONITORING_STATES)) {
        for (const registration of LIVE_STATES) {
          const open = !["none", "stable", "natural"].includes(monitoring);
          const inProcess = !["registered", "exited", "returned"].includes(registration);
          if (open || inProcess) {
            expect(illegalCombination({ registration, monitoring, existence })).toBeDefined();
          }
        }
      }
    }
  });
});
