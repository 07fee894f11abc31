import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["*/src/**/*.test.ts", "api/console/**/*.test.{ts,tsx}", ".ci/checks/**/*.test.ts"],
    pool: "forks",
    // Tests of whole networks mostly wait for processes of their own; one file after the other took twice as long.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // The JSON report is where .ci/run takes its counts from.
    reporters: ["default", "json"],
    outputFile: { json: ".ci/results/vitest.json" },
  },
});
