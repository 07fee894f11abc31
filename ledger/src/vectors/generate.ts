// Writes the golden vectors: `npm run vectors -w ledger`. Only for a wanted change of a format, with its decision record.
import { writeFileSync } from "node:fs";
import { goldenText } from "../bytes/index.ts";
import { suite } from "../crypto/index.ts";
import { vectors } from "./cases.ts";

for (const [file, list] of Object.entries(vectors(suite))) {
  writeFileSync(new URL(`../../vectors/${file}.json`, import.meta.url), goldenText(list));
  console.log(`vectors/${file}.json: ${list.length}`);
}
