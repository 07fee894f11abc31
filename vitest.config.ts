import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["*/src/**/*.test.ts", "api/console/**/*.test.{ts,tsx}", ".ci/checks/**/*.test.ts"],
    pool: "forks",
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // The JSON report is where .ci/run takes its counts from.
    reporters: ["default", "json"],
    outputFile: { json: ".ci/results/vitest.json" },
  },
});
