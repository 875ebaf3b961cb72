import { defineConfig } from "vitest/config";
import { clientAlias } from "./dev/client";

/** Limits are reached only by failure, however busy the machine is. */
export default defineConfig({
  resolve: { alias: clientAlias },
  test: {
    include: ["test/**/*.test.ts"],
    reporters: ["dot"],
    exclude: ["test/page/**"],
    testTimeout: 30_000,
    // The default leaves one of two cores idle.
    minWorkers: 1,
    maxWorkers: 2,
  },
});
