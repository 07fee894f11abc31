import type { Position } from "./position.ts";
import type { Signer } from "./signer.ts";
import type { WatchFiles, WatchNotes } from "./watch-files.ts";

/** Without a disk: for tests of the parts. */
export function watchFilesInMemory(
  publicKey: Uint8Array,
): WatchFiles & { notes: WatchNotes | undefined; readonly renewed: readonly Position[] } {
  const renewed: Position[] = [];
  const files = {
    notes: undefined as WatchNotes | undefined,
    renewed,
    load: () => files.notes,
    save(notes: WatchNotes) {
      files.notes = notes;
    },
    renew(notBelow: Position) {
      renewed.push(notBelow);
      files.notes = undefined;
      const signer = {
        publicKey,
        position: notBelow,
        sign: async () => new Uint8Array(64),
        close: async () => {},
      };
      return signer as unknown as Signer;
    },
    clear() {
      files.notes = undefined;
    },
  };
  return files;
}
