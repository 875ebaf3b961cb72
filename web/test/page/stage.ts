import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from "playwright-core";
import { inject } from "vitest";
import type { Room, Tokens } from "../../client/src/wire.ts";

export const phone: BrowserContextOptions = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
export const password = "correct horse";

/** A user who acts through the API; sign the user in to get a page. */
export interface Actor {
  readonly name: string;
  readonly login: string;
  readonly id: string;
  readonly call: <T = unknown>(method: string, path: string, body?: unknown) => Promise<T>;
}

/** The browser and the servers that all test files share, with this file's users and windows; see browser.ts. */
export class Stage {
  readonly url = inject("url");
  readonly #browser: Browser;
  readonly #errors: string[] = [];

  private constructor(browser: Browser) {
    this.#browser = browser;
  }

  static async open(): Promise<Stage> {
    return new Stage(await chromium.connect(inject("browser")));
  }

  close(): Promise<void> {
    return this.#browser.close();
  }

  /**
   * Closes a test's windows. Returns the errors that their pages logged, including violations of the content security policy;
   * none are expected.
   */
  async clear(): Promise<string[]> {
    await Promise.all(
      this.#browser.contexts().map(async (context) => {
        // Handlers of requests may still be fetching.
        await Promise.all(context.pages().map((page) => page.unrouteAll({ behavior: "ignoreErrors" })));
        await context.close();
      }),
    );
    return this.#errors.splice(0);
  }

  /** A new user with a unique login. */
  async user(name: string): Promise<Actor> {
    const login = `${name.toLowerCase().replace(/[^a-z]/g, "")}.${randomUUID().slice(0, 8)}`;
    const register = { login, password, username: name };
    const session = await this.#request<Tokens>("POST", "/register", register);
    const call: Actor["call"] = (method, path, body) => this.#request(method, path, body, bearer(session));
    return { name, login, id: session.user.id, call };
  }

  async room(owner: Actor, name: string, members: Actor[] = [], kind = "private"): Promise<Room> {
    return owner.call("POST", "/rooms", { name, kind, members: members.map((member) => member.id) });
  }

  /** A new window without a session. */
  async page(options: BrowserContextOptions = {}): Promise<Page> {
    const page = await this.#window(options);
    await page.goto(this.url);
    return page;
  }

  /** The page of a user who has signed in. */
  async signIn(actor: Actor, options: BrowserContextOptions = {}, hash = ""): Promise<Page> {
    const login = { login: actor.login, password };
    const session = await this.#request<Tokens>("POST", "/login", login);
    const page = await this.#window(options);
    // In the page's own format, stored from a document that is cheaper to load than the page.
    await page.goto(`${this.url}icon.svg`);
    const value = JSON.stringify({ ...session, attemptId: randomUUID() });
    await page.evaluate((item) => localStorage.setItem("chatfunctions/session", item), value);
    await page.goto(this.url + hash);
    await page.locator("#main").waitFor({ state: "attached" });
    return page;
  }

  /** The page of a user who is looking at a room. */
  async inRoom(actor: Actor, room: Room, options: BrowserContextOptions = {}): Promise<Page> {
    const page = await this.signIn(actor, options, `#/rooms/${room.id}`);
    await page.getByRole("textbox", { name: /^Message to/ }).waitFor();
    return page;
  }

  async #window(options: BrowserContextOptions): Promise<Page> {
    const look = { viewport: { width: 1280, height: 800 }, reducedMotion: "reduce" as const };
    const context = await this.#browser.newContext({ ...look, ...options });
    const page = await context.newPage();
    page.on("pageerror", (error) => this.#errors.push(error.message));
    page.on("console", (message) => {
      // The browser logs refused and broken requests, which tests cause intentionally.
      if (message.type() === "error" && !/Failed to load resource|ERR_/.test(message.text())) {
        this.#errors.push(message.text());
      }
    });
    return page;
  }

  /** A new API key. */
  async addKey(): Promise<string> {
    return (await this.#request<{ key: string }>("POST", "/keys", { name: "shop" })).key;
  }

  /** Calls the API as a back end. */
  async notify(actor: Actor, text: string): Promise<void> {
    await this.#request("POST", "/notifications", { to: { userId: actor.id }, text });
  }

  /** Sends a message of a back end to a room. */
  async tell(room: Room, text: string): Promise<void> {
    await this.#request("POST", "/notifications", { to: { roomId: room.id }, text });
  }

  /** Calls the API as a back end, with an API key of its own. */
  async backEnd(): Promise<Actor["call"]> {
    const key = await this.addKey();
    return (method, path, body) => this.#request(method, path, body, { "x-api-key": key });
  }

  async #request<T>(method: string, path: string, body?: unknown, credentials: HeadersInit = {}): Promise<T> {
    const headers = { "content-type": "application/json", ...credentials };
    const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) };
    const response = await fetch(`${this.url}api${path}`, init);
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    const text = await response.text();
    return (text === "" ? undefined : JSON.parse(text)) as T;
  }
}

const bearer = ({ accessToken }: Tokens) => ({ authorization: `Bearer ${accessToken}` });

/** Sends a message through the API. */
export const say = (actor: Actor, room: Room, text: string) =>
  actor.call<{ seq: number }>("POST", `/rooms/${room.id}/messages`, { text });

/** Sends a message with the page's composer. */
export async function write(page: Page, text: string): Promise<void> {
  await page.getByRole("textbox", { name: /^Message to/ }).fill(text);
  await page.getByRole("button", { name: "Send" }).click();
}

/** Opens the page again and prints the time until its content appears. */
export async function reopen(page: Page, seen: Locator): Promise<void> {
  const started = performance.now();
  await page.reload();
  await seen.waitFor();
  process.stdout.write(`Seen ${Math.round(performance.now() - started)} ms after opening\n`);
}

/** The message with this text. */
export const message = (page: Page, text: string) => page.locator("article", { hasText: text });

/** Keeps the highlight of messages to which the page jumps, which otherwise ends before a busy machine sees it. */
export const keepHighlights = (page: Page) =>
  page.evaluate(() => {
    const style = new CSSStyleSheet();
    style.replaceSync("[data-flash=true] { animation-play-state: paused !important }");
    document.adoptedStyleSheets.push(style);
  });

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The serious and critical axe violations, as "rule: element". */
export async function faults(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe);
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import("axe-core") };
    const { violations } = await axe.run(document, { resultTypes: ["violations"] });
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 120)}`));
  });
}
