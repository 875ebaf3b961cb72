import { defineConfig } from "vitest/config";

/** Limits are reached only by failure, however busy the machine is. */
export default defineConfig({
  test: { include: ["test/**/*.test.ts"], reporters: ["dot"], exclude: ["test/page/**"], testTimeout: 30_000 },
});
