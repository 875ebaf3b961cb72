import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Actor, password, Stage, say } from "./stage";

const web = join(import.meta.dirname, "../..");
const types: Readonly<Record<string, string>> = { ".html": "text/html", ".js": "text/javascript" };

/** Serves the files of web/ and the API, like a product's site with the chat on the same origin. */
function createSite(chat: string): Server {
  return createServer(async (request, response) => {
    const path = request.url ?? "/";
    if (!path.startsWith("/api/")) {
      response.setHeader("content-type", types[extname(path)] ?? "text/plain");
      response.end(await readFile(join(web, path)).catch(() => ""));
      return;
    }
    const { authorization = "", "content-type": type = "application/json" } = request.headers;
    const method = request.method ?? "GET";
    const body = method === "GET" ? null : Buffer.concat(await request.toArray());
    const answer = await fetch(chat + path.slice(1), {
      method,
      headers: { authorization, "content-type": type },
      body,
    });
    response.statusCode = answer.status;
    response.setHeader("content-type", answer.headers.get("content-type") ?? "text/plain");
    response.end(await answer.text());
  });
}

describe("the embedded room", () => {
  let stage: Stage;
  let site: Server;
  let origin: string;
  beforeAll(async () => {
    stage = await Stage.open();
    site = createSite(stage.url).listen(0, "localhost");
    await once(site, "listening");
    origin = `http://localhost:${(site.address() as AddressInfo).port}`;
  });
  afterEach(async () => expect(await stage.clear()).toEqual([]));
  afterAll(async () => {
    site.close();
    await stage.close();
  });

  /** The sample page with a room that a user has opened. */
  async function sample(actor: Actor, roomId: string): Promise<Page> {
    const page = await stage.page();
    await page.goto(`${origin}/samples/embedded/index.html`);
    await page.getByLabel("Chat").fill(origin);
    await page.getByLabel("Room").fill(roomId);
    await page.getByLabel("Login").fill(actor.login);
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Open" }).click();
    return page;
  }

  it("shows messages live with names and times, and sends by keyboard", async () => {
    const [ann, bob] = [await stage.user("Ann"), await stage.user("Bob")];
    const room = await stage.room(ann, "Order", [bob]);
    await say(bob, room, "Is it on its way?");
    const page = await sample(ann, room.id);
    const log = page.getByRole("log", { name: "Messages" });
    const first = log.getByRole("listitem").filter({ hasText: "Is it on its way?" });
    await first.getByText("Bob").waitFor();
    await first.locator("time").waitFor();

    await page.getByLabel("Message", { exact: true }).fill("Yes, **today** <b>for sure</b>");
    await page.keyboard.press("Enter");
    await log.getByText("Yes, **today** <b>for sure</b>").waitFor();
    expect(await page.getByLabel("Message", { exact: true }).inputValue()).toBe("");
    const stored = async () => {
      const { items } = await bob.call<{ items: { text: string }[] }>("GET", `/rooms/${room.id}/messages`);
      return items.map(({ text }) => text);
    };
    await expect.poll(stored).toEqual(["Yes, **today** <b>for sure</b>", "Is it on its way?"]);
    await say(bob, room, "Thanks");
    await log.getByText("Thanks").waitFor();
    expect(await log.getByRole("listitem").count()).toBe(3);
    expect(await stored()).toEqual(["Thanks", "Yes, **today** <b>for sure</b>", "Is it on its way?"]);
  });

  it("keeps leading spaces, cleans pasted text, and doesn't send while a text is composed", async () => {
    const ann = await stage.user("Ann");
    const room = await stage.room(ann, "Order");
    const page = await sample(ann, room.id);
    const field = page.getByLabel("Message", { exact: true });
    await field.fill("  let x\u001b[31m = 1\v;");
    for (const init of [{ isComposing: true }, { keyCode: 229 }]) {
      await field.dispatchEvent("keydown", { key: "Enter", bubbles: true, ...init });
    }
    expect(await page.getByRole("log").getByRole("listitem").count()).toBe(0);
    await field.press("Enter");
    await page.getByRole("log").getByText("let x = 1").waitFor();
    await expect
      .poll(async () => (await ann.call<{ items: { text: string }[] }>("GET", `/rooms/${room.id}/messages`)).items)
      .toMatchObject([{ text: "  let x = 1\n;" }]);
  });

  it("loads history on scroll and keeps the place", async () => {
    const ann = await stage.user("Ann");
    const room = await stage.room(ann, "Order");
    const numbers = Array.from({ length: 120 }, (_, index) => `Message ${index + 1}`);
    for (let i = 0; i < numbers.length; i += 20) {
      const messages = numbers.slice(i, i + 20).map((text) => ({ text, clientMessageId: text.replace(" ", "-") }));
      await ann.call("POST", `/rooms/${room.id}/messages/batch`, { messages });
    }
    const page = await sample(ann, room.id);
    const log = page.getByRole("log");
    await log.getByText("Message 120", { exact: true }).waitFor();
    expect(await log.getByText("Message 1", { exact: true }).count()).toBe(0);
    await log.focus();
    await expect
      .poll(async () => {
        await page.keyboard.press("Home");
        return log.getByText("Message 1", { exact: true }).count();
      })
      .toBe(1);
    expect(await log.getByRole("listitem").allTextContents()).toHaveLength(120);
  });

  it("offers to retry or discard what was refused", async () => {
    const ann = await stage.user("Ann");
    const room = await stage.room(ann, "Order");
    const page = await sample(ann, room.id);
    let isRefused = true;
    await page.route(`${origin}/api/rooms/${room.id}/messages`, (route) => {
      const json = { status: 400, code: "invalid_request", detail: "Not today." };
      return isRefused && route.request().method() === "POST"
        ? route.fulfill({ status: 400, json, contentType: "application/problem+json" })
        : route.continue();
    });
    await page.getByLabel("Message", { exact: true }).fill("Hello");
    await page.getByRole("button", { name: "Send" }).click();
    await page.getByText("Not sent. Not today.").waitFor();
    isRefused = false;
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByText("Not sent.").waitFor({ state: "detached" });
    await page.getByRole("log").getByText("Hello").waitFor();
    await page.locator("chat-room time").waitFor();
  });

  it("shows a message to users who may not see the room or are not signed in", async () => {
    const [ann, eve] = [await stage.user("Ann"), await stage.user("Eve")];
    const room = await stage.room(ann, "Order");
    const page = await sample(eve, room.id);
    await page.getByText("This room isn't available.").waitFor();
    expect(await page.getByRole("button", { name: "Send" }).isVisible()).toBe(false);
    await page.getByLabel("Password").fill("wrong password");
    await page.getByRole("button", { name: "Open" }).click();
    await page.getByText("Sign in to see this room.").waitFor();
  });

  it("collapses messages of blocked users, and closes the direct room with them", async () => {
    const [ann, bob] = [await stage.user("Ann"), await stage.user("Bob")];
    const room = await stage.room(ann, "Order", [bob]);
    const direct = await ann.call<{ id: string }>("PUT", `/direct/${bob.id}`);
    await say(bob, room, "Buy now");
    await ann.call("PUT", `/me/blocks/${bob.id}`);
    const page = await sample(ann, room.id);
    const summary = page.getByText("Message from a blocked user");
    await summary.waitFor();
    expect(await page.getByText("Buy now").isVisible()).toBe(false);
    await summary.click();
    await page.getByText("Buy now").waitFor();
    await page.getByLabel("Room").fill(direct.id);
    await page.getByRole("button", { name: "Open" }).click();
    await page.getByText("You can't send messages in this room.").waitFor();
    expect(await page.getByRole("button", { name: "Send" }).isVisible()).toBe(false);
  });

  it("has no accessibility violations", async () => {
    const ann = await stage.user("Ann");
    const room = await stage.room(ann, "Order");
    await say(ann, room, "Hello");
    const page = await sample(ann, room.id);
    await page.getByRole("log").getByText("Hello").waitFor();
    await page.evaluate(await readFile(join(web, "node_modules/axe-core/axe.min.js"), "utf8"));
    const violations = await page.evaluate(async () => {
      const { axe } = window as unknown as { axe: { run(): Promise<{ violations: { id: string }[] }> } };
      return (await axe.run()).violations.map(({ id }) => id);
    });
    expect(violations).toEqual([]);
  });
});
