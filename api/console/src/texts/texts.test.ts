import { registry } from "@jingzhun/ledger";
import { expect, test } from "vitest";
import { z } from "zod";
import type { FieldSchema } from "../forms/field-schema.ts";
import { hasFieldLabel } from "./fields.ts";
import { moduleName } from "./modules.ts";
import { roleCan, roleName } from "./roles.ts";
import { type Both, textIn } from "./text.ts";

const catalogues = import.meta.glob<{ [name: string]: unknown }>("../**/{texts,*-texts}.ts", { eager: true });

function textsIn(file: { [name: string]: unknown }): [string, Both][] {
  return Object.values(file).flatMap((value) =>
    typeof value === "object" && value !== null ? Object.entries(value as { [name: string]: Both }) : [],
  );
}

const places = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).sort();

test("every text stands in both languages, with the same places, and Chinese is Chinese", () => {
  expect(Object.keys(catalogues).length).toBeGreaterThan(5);
  for (const [path, file] of Object.entries(catalogues)) {
    for (const [name, { zh, en }] of textsIn(file)) {
      const at = `${path} ${name}`;
      expect(zh.trim(), at).not.toBe("");
      expect(en.trim(), at).not.toBe("");
      const words = zh.replace(/\{\w+\}/g, "");
      expect(!/[a-z]/i.test(words) || /[\u4e00-\u9fff]/.test(words), at).toBe(true);
      expect(en, at).not.toMatch(/[\u4e00-\u9fff]/);
      expect(places(zh), at).toEqual(places(en));
    }
  }
});

test("places are filled in, and one without a value stays to be seen", () => {
  expect(textIn("zh", { zh: "{count} 户，{x}", en: "" }, { count: 3 })).toBe("3 户，{x}");
});

test("every field of every action and record, every module and every role has a name", () => {
  const { actions, modules } = registry.describe();
  const fields = new Set<string>();
  const collect = (schema: FieldSchema | undefined) => {
    for (const [name, inner] of Object.entries(schema?.properties ?? {})) {
      fields.add(name);
      collect(inner);
    }
    if (schema?.items !== undefined) collect(schema.items);
  };
  for (const { payload } of actions) collect(payload as FieldSchema);
  for (const { schema } of registry.modules.flatMap((module) => module.records))
    collect(z.toJSONSchema(schema, { unrepresentable: "any" }) as FieldSchema);
  expect([...fields].filter((name) => !hasFieldLabel(name))).toEqual([]);
  expect(modules.map(({ name }) => moduleName(name).zh).filter((zh) => /^[a-z]/.test(zh))).toEqual([]);
  const roles = new Set(actions.flatMap(({ permission }) => permission.map(({ role }) => role)));
  for (const role of roles) {
    expect(roleName(role, "zh"), role).not.toBe(role);
    expect(roleCan(role).zh).not.toBe("");
  }
});
