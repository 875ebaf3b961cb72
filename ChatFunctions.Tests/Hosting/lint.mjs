// Lints an API document by the rules in redocly.yaml, without network access.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const cli = fileURLToPath(import.meta.resolve("@redocly/cli/bin/cli.js"));
const config = fileURLToPath(new URL("../../redocly.yaml", import.meta.url));
const { status, stdout, stderr } = spawnSync(process.execPath, [cli, "lint", process.argv[2], "--config", config], {
  encoding: "utf8",
  env: { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" },
});
(status === 0 ? process.stdout : process.stderr).write(stdout + stderr);
process.exitCode = status ?? 1;
