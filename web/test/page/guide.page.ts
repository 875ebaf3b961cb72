import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { faults, Stage } from "./stage";

const root = join(import.meta.dirname, "../../..");
const port = process.env.CHAT_GUIDE_PORT ?? "";
const product = `http://localhost:${port}/`;

/** The code of docs/add-chat.md, run as its reader does. */
describe("the guide to add chat to a product", () => {
  let stage: Stage;
  let folder: string;
  let server: ChildProcess;
  beforeAll(async () => {
    stage = await Stage.open();
    folder = await mkdtemp(join(tmpdir(), "shop-"));
    const guide = await readFile(join(root, "docs/add-chat.md"), "utf8");
    const code = (language: string) => guide.split(`\`\`\`${language}\n`)[1]?.split("\n```\n")[0] ?? "";
    await writeFile(join(folder, "server.mjs"), code("js"));
    await writeFile(join(folder, "index.html"), code("html"));
    await copyFile(join(root, "web/client/dist/chat-room.js"), join(folder, "chat-room.js"));
    const env = {
      ...process.env,
      CHAT_URL: stage.url.replace(/\/$/, ""),
      CHAT_API_KEY: await stage.addKey(),
      PORT: port,
    };
    server = spawn("node", ["server.mjs"], { cwd: folder, env, stdio: ["ignore", "pipe", "inherit"] });
    const [line] = await Promise.race([once(server.stdout as NodeJS.ReadableStream, "data"), once(server, "exit")]);
    expect(String(line)).toContain(port);
  });
  afterEach(async () => expect(await stage.clear()).toEqual([]));
  afterAll(async () => {
    server.kill();
    await rm(folder, { recursive: true });
    await stage.close();
  });

  async function signIn(name: string): Promise<Page> {
    const page = await stage.page();
    await page.goto(product);
    await page.getByRole("link", { name }).click();
    return page;
  }
  const say = async (page: Page, text: string) => {
    await page.getByLabel("Message", { exact: true }).fill(text);
    await page.keyboard.press("Enter");
  };

  it("lets two users of the product chat in its page", async () => {
    const [ada, bob] = await Promise.all([signIn("Ada"), signIn("Bob")]);
    await say(ada, "Where is my order?");
    await bob.getByRole("log").getByText("Where is my order?").waitFor();
    await say(bob, "On its way");
    await ada.getByRole("log").getByText("On its way").waitFor();
    await ada.reload();
    await ada.getByRole("log").getByText("On its way").waitFor();
    expect(await faults(ada)).toEqual([]);
  });

  it("gives no token to anyone who isn't signed in", async () => {
    for (const [method, path] of [
      ["GET", "chat"],
      ["POST", "chat-token"],
    ] as const) {
      expect((await fetch(product + path, { method })).status).toBe(401);
    }
  });
});
