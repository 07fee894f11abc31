/** One place of a source, and what stands there instead: a bug as a reviewer would see it. */
export interface SourceEdit {
  readonly file: string;
  /** stands there exactly once */
  readonly find: string;
  readonly replace: string;
}

/** @throws Error when the text isn't there exactly once, so that no mutation outlives the code that it breaks */
export function applyEdit({ file, find, replace }: SourceEdit, source: string): string {
  const parts = source.split(find);
  if (parts.length !== 2) {
    throw new Error(`${file}: expected once, found ${parts.length - 1} times: ${find}`);
  }
  return parts.join(replace);
}
