import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from "playwright-core";
import { preview } from "vite";
import { FakeChat } from "../../dev/fake/fakeChat";
import { fakeServer } from "../../dev/fakeServer";
import { systemClock } from "../../src/chat/clock";
import type { Room, Session } from "../../src/chat/wire";

const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"];
const quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync"];

export const phone: BrowserContextOptions = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
export const password = "correct horse";

/** There are real servers: Azurite, the SignalR service, the app. The fake has no WebSockets and no back ends. */
export const stageIsReal = process.env.CHAT_URL !== undefined;

/** One user, who acts by the API; sign it in to have its page. */
export interface Actor {
  readonly name: string;
  readonly login: string;
  readonly id: string;
  readonly call: <T = unknown>(method: string, path: string, body?: unknown) => Promise<T>;
}

/**
 * A browser and a server: the built page with the fake API, or, with CHAT_URL, whatever serves page and API there. CHROME_PATH
 * names the browser.
 */
export class Stage {
  readonly url: string;
  /** What pages logged as errors, violations of the content security policy among it; nothing is expected there. */
  readonly errors: string[] = [];
  readonly #browser: Browser;
  readonly #close: () => Promise<void>;
  #users = 0;

  private constructor(url: string, browser: Browser, close: () => Promise<void>) {
    this.url = url;
    this.#browser = browser;
    this.#close = close;
  }

  static async open(): Promise<Stage> {
    const executablePath = process.env.CHROME_PATH ?? "/usr/bin/chromium";
    const browser = await chromium.launch({ executablePath, args: [...args, ...quiet] });
    if (process.env.CHAT_URL) return new Stage(process.env.CHAT_URL, browser, async () => {});
    const plugins = [fakeServer(new FakeChat(systemClock))];
    const server = await preview({
      configFile: false,
      logLevel: "error",
      plugins,
      preview: { port: 0, host: "127.0.0.1" },
    });
    const address = server.httpServer.address();
    const port = typeof address === "object" ? address?.port : undefined;
    return new Stage(`http://127.0.0.1:${port}/`, browser, () => server.close());
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.#close();
  }

  /** A new user, with a login that no other run has. */
  async user(name: string): Promise<Actor> {
    const login = `${name.toLowerCase()}.${Date.now().toString(36)}.${++this.#users}`;
    const register = { login, password, username: name };
    const session = await this.#request<Session>("POST", "/register", register);
    const call: Actor["call"] = (method, path, body) => this.#request(method, path, body, session.accessToken);
    return { name, login, id: session.user.id, call };
  }

  async room(owner: Actor, name: string, members: Actor[] = [], kind = "private"): Promise<Room> {
    return owner.call("POST", "/rooms", { name, kind, members: members.map((member) => member.id) });
  }

  /** A window of its own, not signed in. */
  async page(options: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.#browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
    const page = await context.newPage();
    page.on("pageerror", (error) => this.errors.push(error.message));
    page.on("console", (message) => {
      // The browser itself logs refused and broken requests; tests provoke those.
      if (message.type() === "error" && !/Failed to load resource|ERR_/.test(message.text())) {
        this.errors.push(message.text());
      }
    });
    await page.goto(this.url);
    return page;
  }

  /** The page of a user who has signed in. */
  async signIn(actor: Actor, options: BrowserContextOptions = {}): Promise<Page> {
    const page = await this.page(options);
    await this.enter(page, actor);
    return page;
  }

  /** Signs in on a page that isn't. */
  async enter(page: Page, actor: Actor): Promise<void> {
    await page.getByLabel("Login").fill(actor.login);
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("button", { name: /account and settings/ }).waitFor();
  }

  /** The page of a user who is looking at a room. */
  async inRoom(actor: Actor, room: Room, options: BrowserContextOptions = {}): Promise<Page> {
    const page = await this.signIn(actor, options);
    await page.goto(`${this.url}#/rooms/${room.id}`);
    await page.getByRole("textbox", { name: /^Message to/ }).waitFor();
    return page;
  }

  /** What a back end does. */
  async notify(actor: Actor, text: string): Promise<void> {
    await this.#request("POST", "/notifications", { to: { userId: actor.id }, text });
  }

  async #request<T>(method: string, path: string, body?: unknown, token = ""): Promise<T> {
    const headers = { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) };
    const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) };
    const response = await fetch(`${this.url}api${path}`, init);
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    const text = await response.text();
    return (text === "" ? undefined : JSON.parse(text)) as T;
  }
}

/** Says something by the API. */
export const say = (actor: Actor, room: Room, text: string) =>
  actor.call<{ seq: number }>("POST", `/rooms/${room.id}/messages`, { text });

/** Writes in the page's composer and sends. */
export async function write(page: Page, text: string): Promise<void> {
  await page.getByRole("textbox", { name: /^Message to/ }).fill(text);
  await page.getByRole("button", { name: "Send" }).click();
}

/** How long it takes from opening the page anew until something is seen, in ms: the best of three, and what it was in this run. */
export async function opening(page: Page, seen: Locator): Promise<number> {
  const times: number[] = [];
  while (times.length < 3) {
    const started = performance.now();
    await page.reload();
    await seen.waitFor();
    times.push(Math.round(performance.now() - started));
  }
  process.stdout.write(`Seen ${times.join(", ")} ms after opening\n`);
  return Math.min(...times);
}

/** The message with this text. */
export const message = (page: Page, text: string) => page.locator("article", { hasText: text });
