import { defineConfig } from "vitest/config";

/** Drives the built page in a browser; see test/page/browser.ts. Limits are reached only by failure. */
export default defineConfig({
  test: {
    include: ["test/page/**/*.page.ts"],
    globalSetup: "test/page/browser.ts",
    reporters: ["verbose"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000 } },
    // They wait more than they work, so there are more of them than cores.
    minWorkers: 1,
    maxWorkers: 3,
  },
});
