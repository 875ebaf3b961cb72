import { chromium } from "playwright-core";
import { build, preview } from "vite";
import type { TestProject } from "vitest/node";
import { FakeChat } from "../../dev/fake/fakeChat";
import { fakeServer } from "../../dev/fakeServer";
import { systemClock } from "../../src/chat/clock";

declare module "vitest" {
  interface ProvidedContext {
    /** Where the page and its API are. */
    url: string;
    /** Where the browser is. */
    browser: string;
  }
}

const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"];
const quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync"];

/**
 * Starts what all test files share: a browser (CHROME_PATH names it) and, unless CHAT_URL says where page and API are served, a
 * server of the page, built anew, with the fake API.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const executablePath = process.env.CHROME_PATH || "/usr/bin/chromium";
  const browser = await chromium.launchServer({ executablePath, args: [...args, ...quiet] });
  project.provide("browser", browser.wsEndpoint());
  const url = process.env.CHAT_URL;
  const server = url ? null : await serveFake();
  project.provide("url", url ?? server?.resolvedUrls?.local[0] ?? "");
  return async () => {
    await browser.close();
    await server?.close();
  };
}

async function serveFake() {
  await build({ logLevel: "error" });
  return preview({
    configFile: false,
    logLevel: "error",
    plugins: [fakeServer(new FakeChat(systemClock))],
    preview: { port: 0, host: "127.0.0.1" },
  });
}
