// Calls the API with fetch, which keeps connections alive: node fetch-caller.mjs <room's URL> [<path of Chromium>]
// The calls are made by Node.js, or by a page in Chromium. Reads an access token, then a line for each round of calls to make; answers
// "answered" or what went wrong.
import { createInterface } from "node:readline/promises";

const [room, chromiumPath] = process.argv.slice(2);
const input = createInterface({ input: process.stdin });
const lines = input[Symbol.asyncIterator]();
const token = (await lines.next()).value;

async function request({ url, method, token, body }) {
  const response = await fetch(url, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: body && JSON.stringify(body),
  });
  return { status: response.status, text: await response.text() };
}

let run = request;
if (chromiumPath) {
  const { chromium } = await import("playwright-core");
  const browser = await chromium.launch({ executablePath: chromiumPath, args: ["--no-sandbox", "--disable-background-networking"] });
  input.on("close", () => browser.close());
  const page = await browser.newPage();
  await page.goto(new URL("/api/limits", room).href);
  run = (call) => page.evaluate(request, call);
}

async function call(expected, method, path, body) {
  const { status, text } = await run({ url: `${room}${path}`, method, token, body });
  if (status !== expected) throw new Error(`${method} ${path}: ${status} ${text}`);
  return JSON.parse(text);
}

async function round() {
  const { seq } = await call(201, "POST", "/messages", { text: "hello" });
  const reacted = await call(200, "PUT", `/messages/${seq}/reactions/%F0%9F%91%8D`);
  if (reacted.reactions.length !== 1) throw new Error(JSON.stringify(reacted));
  await call(200, "PUT", "/read", { seq });
  await call(202, "POST", "/typing");
  const deleted = await call(200, "DELETE", `/messages/${seq}`);
  if (!deleted.deleted) throw new Error(JSON.stringify(deleted));
  await call(200, "GET", `/messages/${seq}`);
}

for await (const _ of lines) {
  console.log(await round().then(() => "answered", (error) => `${error} ${error.cause ?? ""}`));
}
