import { join } from "node:path";
import { defineConfig } from "vitest/config";

/** `npm run test:browser`: the console in a browser, against a network of its own. */
export default defineConfig({
  root: join(import.meta.dirname, "../../.."),
  test: {
    dir: import.meta.dirname,
    include: ["**/*.browser.ts"],
    globalSetup: [join(import.meta.dirname, "run.ts")],
    // One browser at a time: two of them and four nodes are more than a small machine has cores for.
    pool: "forks",
    maxWorkers: 1,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // The JSON report is where .ci/run takes its counts from.
    reporters: ["default", "json"],
    outputFile: { json: ".ci/results/browser.json" },
  },
});
