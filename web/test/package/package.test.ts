import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const run = promisify(execFile);
const web = join(import.meta.dirname, "../..");
const mostBytes = 30_000;

describe("the package", { timeout: 120_000 }, () => {
  let project: string;
  let files: string[];

  /** A project outside of the repository with the package that `npm pack` creates. */
  beforeAll(async () => {
    project = await mkdtemp(join(tmpdir(), "chat-client-"));
    await mkdir(join(project, "node_modules/@chatfunctions"), { recursive: true });
    const pack = ["pack", "./client", "--json", "--silent", "--pack-destination", project];
    const { stdout } = await run("npm", pack, { cwd: web });
    const [{ filename, files: packed }] = JSON.parse(stdout.slice(stdout.indexOf("[\n")));
    files = packed.map((file: { path: string }) => file.path);
    await run("tar", ["-xzf", filename], { cwd: project });
    await run("mv", ["package", "node_modules/@chatfunctions/client"], { cwd: project });
    for (const name of ["@microsoft", "@types", "ansi-regex", "csstype", "react", "strip-ansi"]) {
      await symlink(join(web, "node_modules", name), join(project, "node_modules", name));
    }
    await writeFile(join(project, "package.json"), JSON.stringify({ type: "module" }));
  }, 120_000);
  afterAll(() => rm(project, { recursive: true }));

  const tsc = (config: object) =>
    writeFile(join(project, "tsconfig.json"), JSON.stringify(config)).then(() =>
      run(join(web, "node_modules/.bin/tsc"), ["-p", project]).catch((error) => error),
    );

  /** The size of a browser bundle that uses an entry, without its dependencies. */
  async function sizeOf(entry: string): Promise<number> {
    const file = join(project, "main.js");
    await writeFile(file, `import * as entry from "${entry}"; globalThis.entry = entry;`);
    const external = ["@microsoft/signalr", "react"];
    const rollupOptions = { input: file, external };
    const result = await build({
      root: project,
      configFile: false,
      logLevel: "silent",
      build: { write: false, rollupOptions },
    });
    if (!("output" in result)) throw new Error("No bundle.");
    return gzipSync(result.output.map((chunk) => ("code" in chunk ? chunk.code : "")).join("")).length;
  }

  it("contains compiled modules with their types and a README, and nothing else", () => {
    expect(files.filter((file) => !/^dist\/.*\.(js|d\.ts)$/.test(file))).toEqual(["README.md", "package.json"]);
  });

  it("runs in Node.js without React", async () => {
    const script = `import * as client from "@chatfunctions/client";
      const { session } = client.createChat({ url: "http://localhost" });
      console.log(Object.keys(client).sort().join(" "), session.state.value.user);`;
    await rm(join(project, "node_modules/react"));
    const { stdout } = await run("node", ["--input-type=module", "--eval", script], { cwd: project });
    await symlink(join(web, "node_modules/react"), join(project, "node_modules/react"));
    expect(stdout.trim()).toBe(
      "ApiError asApiError browserStore cleanText createChat indexOfSeq isDown isMentioned memoryStore messageAt readByOthers roomMention splitMentions systemClock uploadedPicture withMentions withNames null",
    );
  });

  it.each(["bundler", "nodenext"])("has types for module resolution %s", async (moduleResolution) => {
    const source = `import { ApiError, createChat, type Message } from "@chatfunctions/client";
      import { useRooms } from "@chatfunctions/client/react";
      const chat = await createChat({ url: "", getToken: async () => "" }).start();
      const messages: readonly Message[] = chat.openRoom("1").messages.value;
      export const [code, rooms] = [new ApiError(404).code satisfies string, useRooms];
      // @ts-expect-error internal
      chat.openRooms;
      export default messages;`;
    await writeFile(join(project, "consumer.ts"), source);
    const module = moduleResolution === "bundler" ? "esnext" : "nodenext";
    const compilerOptions = { module, moduleResolution, target: "es2022", strict: true, noEmit: true, types: [] };
    const { stdout } = await tsc({ compilerOptions, files: ["consumer.ts"] });
    expect(stdout).toBe("");
  });

  it("offers everything that the page uses", async () => {
    const paths = {
      "@chatfunctions/client": [join(project, "node_modules/@chatfunctions/client/dist/index.d.ts")],
      "@chatfunctions/client/*": [join(project, "node_modules/@chatfunctions/client/dist/*.d.ts")],
    };
    const { stdout } = await tsc({
      extends: join(web, "tsconfig.json"),
      compilerOptions: { paths, types: [] },
      files: [join(web, "src/main.tsx"), join(web, "src/vite-env.d.ts")],
    });
    expect(stdout).toBe("");
  });

  it.each(["", "/react", "/element"])("is small: @chatfunctions/client%s", async (entry) => {
    expect(await sizeOf(`@chatfunctions/client${entry}`)).toBeLessThan(mostBytes);
  });
});
