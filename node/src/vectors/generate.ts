// Writes the golden vectors: `npm run vectors -w node`. Only for a wanted change of a format, with its decision record.
import { writeFileSync } from "node:fs";
import { goldenText } from "@jingzhun/ledger";
import { vectors } from "./cases.ts";

for (const [file, list] of Object.entries(vectors())) {
  writeFileSync(new URL(`../../vectors/${file}.json`, import.meta.url), goldenText(list));
  console.log(`vectors/${file}.json: ${list.length}`);
}
