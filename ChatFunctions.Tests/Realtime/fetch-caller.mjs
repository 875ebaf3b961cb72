// Calls the API with Node's fetch, which keeps connections alive: node fetch-caller.mjs <room's URL>
// Reads an access token, then a line for each round of calls to make; answers "answered" or what went wrong.
import { createInterface } from "node:readline/promises";

const room = process.argv[2];
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const token = (await lines.next()).value;

async function call(expected, method, path, body) {
  const response = await fetch(`${room}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: body && JSON.stringify(body),
  });
  const text = await response.text();
  if (response.status !== expected) throw new Error(`${method} ${path}: ${response.status} ${text}`);
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
