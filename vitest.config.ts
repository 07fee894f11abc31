import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["*/src/**/*.test.ts", "api/console/**/*.test.{ts,tsx}", ".ci/checks/**/*.test.ts"],
    pool: "forks",
    // One process per worker, not per file: loading every module 160 times took a sixth of the whole. Nothing in the code
    // keeps state in modules, and a test that changes its process (environment, globals) puts it back.
    isolate: false,
    // Tests of whole networks mostly wait for processes of their own; one file after the other took twice as long.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // The JSON report is where .ci/run takes its counts from.
    reporters: ["default", "json"],
    outputFile: { json: ".ci/results/vitest.json" },
  },
});
