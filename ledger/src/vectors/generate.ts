// Writes the golden vectors: `npm run vectors -w ledger`. Only for a wanted change of a format, with its decision record.
import { writeFileSync } from "node:fs";
import { suite } from "../crypto/index.ts";
import { fileText, vectors } from "./cases.ts";

for (const [file, list] of Object.entries(vectors(suite))) {
  writeFileSync(new URL(`../../vectors/${file}.json`, import.meta.url), fileText(list));
  console.log(`vectors/${file}.json: ${list.length}`);
}
