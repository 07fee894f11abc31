import { join } from "node:path";
import { type Attachment, attachmentId } from "@jingzhun/ledger";
import { Level } from "level";
import { describe, expect, it } from "vitest";
import { ATTACHMENT_BYTES_MAX } from "../limits.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { openAttachmentStore } from "./attachment-store.ts";

function made(n: number, bytes = 300): { id: Uint8Array; attachment: Attachment } {
  const attachment: Attachment = {
    class: n % 2 === 0 ? "restricted" : "sealed",
    salt: new Uint8Array(16).fill(n),
    bytes: new Uint8Array(bytes).fill(n),
  };
  return { id: attachmentId(attachment), attachment };
}

describe("the store of attachments", () => {
  it("keeps what it was given, over a restart, empty ones too", async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, "attachments");
    const items = [made(1), made(2), made(3, 0), made(4, ATTACHMENT_BYTES_MAX)];
    const store = await openAttachmentStore(path);
    await Promise.all([store.put(items.slice(0, 2)), store.put(items.slice(1)), store.put([])]);
    await store.close();
    const again = await openAttachmentStore(path);
    for (const { id, attachment } of items) {
      expect(again.has(id)).toBe(true);
      expect(again.get(id)).toEqual(attachment);
    }
    expect(again.has(new Uint8Array(32))).toBe(false);
    expect(again.get(new Uint8Array(32))).toBeUndefined();
    await again.put(items);
    await again.close();
  });

  it("refuses what doesn't hash to its id, or is too long", async () => {
    using folder = temporaryFolder();
    const store = await openAttachmentStore(folder.path);
    const { id } = made(1);
    await expect(store.put([{ id, attachment: made(2).attachment }])).rejects.toMatchObject({
      code: "attachment.mismatch",
    });
    await expect(store.put([made(1, ATTACHMENT_BYTES_MAX + 1)])).rejects.toMatchObject({
      code: "attachment.too_long",
    });
    expect(store.has(id)).toBe(false);
    await store.close();
  });

  it("finds a flipped bit on read, and takes a copy in its place", async () => {
    using folder = temporaryFolder();
    const item = made(6, 40);
    const store = await openAttachmentStore(folder.path);
    await store.put([item]);
    await store.close();
    const level = new Level<Uint8Array, Uint8Array>(folder.path, {
      keyEncoding: "view",
      valueEncoding: "view",
    });
    const value = (await level.get(item.id))!;
    for (let bit = 0; bit < value.length * 8; bit += 7) {
      const flipped = value.slice();
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      await level.put(item.id, flipped);
      await level.close();
      const opened = await openAttachmentStore(folder.path);
      expect(() => opened.get(item.id)).toThrow(expect.objectContaining({ code: "attachment.damaged" }));
      expect(opened.has(item.id)).toBe(false);
      // Both ways of putting a copy in its place.
      await (bit % 2 === 0 ? opened.replace(item) : opened.put([item]));
      expect(opened.get(item.id)).toEqual(item.attachment);
      await opened.close();
      await level.open();
    }
    await level.close();
  });

  it("is opened by one process only", async () => {
    using folder = temporaryFolder();
    const store = await openAttachmentStore(folder.path);
    await expect(openAttachmentStore(folder.path)).rejects.toMatchObject({ code: "attachment.locked" });
    await store.close();
  });
});
