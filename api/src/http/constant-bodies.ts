import { gzipSync } from "node:zlib";
import { etagOf } from "./etag.ts";

interface ConstantBody {
  etag: string;
  gzip: Buffer;
}

/** Few: the pages that describe the API. */
const known = new Map<string | Uint8Array, ConstantBody>();

/**
 * ETag and compressed form of a body that never changes, made once: compressing the description of the API for each
 * of some thousand requests kept a node busy for ten seconds.
 */
export function constantBody(body: string | Uint8Array): ConstantBody {
  let made = known.get(body);
  if (made === undefined) {
    made = { etag: etagOf(body), gzip: gzipSync(body) };
    known.set(body, made);
  }
  return made;
}
