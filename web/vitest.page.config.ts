import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { clientAlias } from "./dev/client";

/** Starts the file whose test waits for a user's lease to expire first, so that the others run meanwhile. */
class LongestWaitFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isFirst = ({ moduleId }: TestSpecification) => moduleId.endsWith("people.page.ts");
    return (await super.sort(files)).sort((a, b) => Number(isFirst(b)) - Number(isFirst(a)));
  }
}

/** Drives the built page in a browser; see test/page/browser.ts. Limits are reached only by failure. */
export default defineConfig({
  resolve: { alias: clientAlias },
  test: {
    include: ["test/page/**/*.page.ts"],
    globalSetup: "test/page/browser.ts",
    reporters: ["verbose"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000 } },
    sequence: { sequencer: LongestWaitFirst },
    // They wait more than they work, so there are more of them than cores.
    minWorkers: 1,
    maxWorkers: 3,
  },
});
