import { z } from "zod";
import { bytes32, divisionCode, expectVersion, slug } from "../domain/fields.ts";
import { defineAction, defineModule, defineRecord } from "../domain/module.ts";

/** A module that does what modules do, each thing by one action, for tests of the framework. */
const noteRecord = defineRecord({
  name: "note",
  pattern: "note/:note",
  class: "open",
  schema: z.strictObject({ text: z.string(), by: z.string(), division: z.string().optional() }),
  indexes: ({ note }, value) => [`note.by/${value.by}/${note}`],
});
const secretRecord = defineRecord({
  name: "note_secret",
  pattern: "note/:note/secret",
  class: "restricted",
  schema: z.strictObject({ age: z.int() }),
});

const note = slug;
const anyone = [{ role: "admin_key", jurisdiction: "none" }] as const;
const title = { zh: "测试", en: "Test" };

export const sample = defineModule({
  name: "sample",
  version: 1,
  records: [noteRecord, secretRecord],
  refusals: { "sample.no": { zh: "不", en: "no" }, "sample.age": { zh: "年龄", en: "age" } },
  actions: [
    defineAction({
      type: "sample.write",
      title,
      payload: z.strictObject({ note, text: z.string(), expectVersion }),
      cost: 10,
      permission: anyone,
      subject: () => ({}),
      apply(ctx, { note, text, expectVersion }) {
        ctx.expectVersion(noteRecord, { note }, expectVersion);
        ctx.put(noteRecord, { note }, { text, by: ctx.sender.organisation });
        ctx.emit("sample.written", { note });
      },
    }),
    defineAction({
      type: "sample.remove",
      title,
      payload: z.strictObject({ note }),
      cost: 10,
      permission: anyone,
      subject: () => ({}),
      apply: (ctx, { note }) => ctx.remove(noteRecord, { note }),
    }),
    defineAction({
      type: "sample.restrict",
      title,
      payload: z.strictObject({ note, restricted: bytes32, refuseUnder: z.int().optional() }),
      cost: 10,
      permission: anyone,
      subject: () => ({}),
      apply(ctx, { note, restricted, refuseUnder = 0 }) {
        const { age } = ctx.restricted(restricted, z.strictObject({ age: z.int() }), `note/${note}`);
        if (age < refuseUnder) ctx.refuse("sample.age", "age", { age });
        ctx.put(secretRecord, { note }, { age });
      },
    }),
    defineAction({
      type: "sample.older",
      title,
      payload: z.strictObject({ note }),
      cost: 10,
      permission: anyone,
      subject: () => ({}),
      apply(ctx, { note }) {
        const age = ctx.get(secretRecord, { note })?.age ?? 0;
        ctx.put(secretRecord, { note }, { age: age + 1 });
      },
    }),
    defineAction({
      type: "sample.count",
      title,
      payload: z.strictObject({ division: divisionCode, by: z.int(), restricted: z.never().optional() }),
      cost: 10,
      permission: anyone,
      subject: () => ({}),
      apply(ctx, { division, by }) {
        ctx.count(division, "current", { "notes.all": by });
        ctx.countRestricted(division, "2020", { "notes.old": by });
      },
    }),
    defineAction({
      type: "sample.tell",
      title,
      payload: z.strictObject({ text: z.string() }),
      cost: 10,
      permission: anyone,
      subject: () => ({}),
      apply: (ctx, { text }) => ctx.emit("sample.told", { text }),
    }),
    defineAction({
      type: "sample.later",
      title,
      payload: z.strictObject({
        note,
        time: z.int(),
        what: z.enum(["write", "refuse", "throw", "spend", "gone"]),
      }),
      cost: 10,
      permission: anyone,
      subject: () => ({}),
      apply: (ctx, { note, time, what }) => ctx.schedule(time, note, `sample.${what}`, { note }),
    }),
    defineAction({
      type: "sample.fail",
      title,
      payload: z.strictObject({ how: z.enum(["refuse", "throw", "mutate", "misfit", "spend"]), note }),
      cost: 10,
      permission: anyone,
      subject: () => ({}),
      apply(ctx, { how, note }) {
        ctx.put(noteRecord, { note }, { text: "before failing", by: "nobody" });
        ctx.count("433124110226", "current", { "notes.all": 1 });
        ctx.emit("sample.written", { note });
        if (how === "throw") throw new Error("our mistake");
        if (how === "mutate") (ctx.get(noteRecord, { note }) as { text: string }).text = "changed in place";
        if (how === "misfit") {
          ctx.put(noteRecord, { note }, { text: 5, by: "" } as unknown as { text: string; by: string });
          return;
        }
        while (how === "spend") ctx.get(noteRecord, { note });
        ctx.refuse("sample.no", "how");
      },
    }),
  ],
  due: {
    "sample.write": (ctx, { note }) => {
      ctx.put(noteRecord, { note }, { text: `due ${ctx.dueTime}`, by: "due" });
      ctx.emit("sample.written", { note });
    },
    "sample.refuse": (ctx, { note }) => {
      ctx.put(noteRecord, { note }, { text: "x", by: "due" });
      ctx.refuse("sample.no", "");
    },
    "sample.throw": (ctx, { note }) => {
      ctx.put(noteRecord, { note }, { text: "x", by: "due" });
      throw new Error("our mistake");
    },
    "sample.spend": (ctx, { note }) => {
      while (true) ctx.get(noteRecord, { note });
    },
  },
});
