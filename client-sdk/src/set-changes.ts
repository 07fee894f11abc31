import { decodeHeader, fromBase64 } from "@jingzhun/ledger";
import type { Calls } from "./calls.ts";
import type { Routes } from "./generated/api.ts";
import { jsonObject } from "./nodes.ts";
import type { Trust } from "./trust.ts";

type Answer = Routes["public.validatorSets"]["response"];

/**
 * Makes sure that `trust` knows who certified a header, by following the changes of the validator set that a node tells,
 * each proved by the set before it. A node that tells none, or false ones, changes nothing: the header is then refused
 * as always.
 *
 * @param header base64, from any node
 */
export async function followSetChanges(
  calls: Calls,
  trust: Trust,
  header: string | undefined,
): Promise<void> {
  if (header === undefined) return;
  let validators: Uint8Array;
  try {
    validators = decodeHeader(fromBase64(header)).validatorsHash;
  } catch {
    return; // Whoever verifies it says so.
  }
  while (!trust.knows(validators)) {
    const path = `/v1/public/validator-sets?known=${trust.followed}`;
    const { data } = await calls.ask({ method: "GET", path }, false, readAnswer);
    if (data.changes.length === 0) return;
    for (const change of data.changes) {
      trust.follow({
        header: fromBase64(change.header),
        certificate: fromBase64(change.certificate),
        validators: fromBase64(change.validators),
      });
    }
  }
}

async function readAnswer(response: Response): Promise<Answer> {
  const answer = await jsonObject<Answer>(response);
  if (!Array.isArray(answer.data?.changes)) throw new TypeError("the answer isn't a list of changes");
  return answer;
}
