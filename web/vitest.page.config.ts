import { defineConfig } from "vitest/config";

/** Drives the built page in a browser; see test/page/stage.ts. */
export default defineConfig({
  test: {
    include: ["test/page/**/*.page.ts"],
    reporters: ["verbose"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 30_000 } },
    fileParallelism: false,
  },
});
