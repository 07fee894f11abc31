/**
 * `npm run generated`: writes the SDK's route and action types; with `--check` it writes nothing and fails when
 * they aren't up to date, and says how to bring them so.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { registry } from "@jingzhun/ledger";
import { actionsSource, clientSource } from "./generated-client.ts";
import { openApiDocument } from "./openapi.ts";
import { routes } from "./routes/index.ts";

const folder = fileURLToPath(new URL("../../client-sdk/src/generated/", import.meta.url));
const sources = {
  "api.ts": clientSource(openApiDocument(routes, "generated")),
  "actions.ts": actionsSource(registry.modules),
};

for (const [name, source] of Object.entries(sources)) {
  const file = folder + name;
  if (process.argv.includes("--check")) {
    let present = "";
    try {
      present = readFileSync(file, "utf8");
    } catch {
      // A missing file is as out of date as a wrong one.
    }
    if (present !== source) {
      console.error(`client-sdk/src/generated/${name} isn't up to date: run npm run generated`);
      process.exitCode = 1;
    }
  } else {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, source);
  }
}
