import type { Value } from "./bytes/codec.ts";

/**
 * An error as data: a stable `code`, the `path` of what is wrong, and the values that matter.
 * Text in Chinese and English is made from the code at the edge (API, CLI, console), never here.
 */
export class JzError extends Error {
  readonly code: string;
  readonly path: string;
  readonly values: { readonly [key: string]: Value };

  constructor(code: string, path = "", values: { readonly [key: string]: Value } = {}) {
    super(path === "" ? code : `${code} at ${path}`);
    this.name = new.target.name;
    this.code = code;
    this.path = path;
    this.values = values;
  }
}
