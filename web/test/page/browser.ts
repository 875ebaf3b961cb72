import { chromium } from "playwright-core";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** The URL of the page and its API. */
    url: string;
    /** The browser's WebSocket endpoint. */
    browser: string;
  }
}

const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"];
const quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync"];

/** Starts the browser (CHROME_PATH) that all test files share. CHAT_URL is the URL of the page and the API. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const url = process.env.CHAT_URL;
  if (!url) throw new Error("CHAT_URL is missing: run ./chat test page, or set it to the URL of a running chat.");
  const executablePath = process.env.CHROME_PATH || "/usr/bin/chromium";
  const browser = await chromium.launchServer({ executablePath, args: [...args, ...quiet] });
  project.provide("browser", browser.wsEndpoint());
  project.provide("url", url);
  return () => browser.close();
}
