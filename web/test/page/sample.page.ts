import { randomUUID } from "node:crypto";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { faults, Stage } from "./stage";

const sample = process.env.CHAT_SAMPLE_URL ?? "";

describe("the sample product", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open();
  });
  afterEach(async () => expect(await stage.clear()).toEqual([]));
  afterAll(() => stage.close());

  async function signIn(name: string, password = "demo"): Promise<Page> {
    const page = await stage.page();
    await page.goto(sample);
    await page.getByLabel("Name").fill(name);
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Sign in" }).click();
    return page;
  }
  const send = async (page: Page, text: string) => {
    await page.getByLabel("Message", { exact: true }).fill(text);
    await page.keyboard.press("Enter");
  };
  const shown = (page: Page, text: string) => page.getByRole("log").getByRole("listitem").filter({ hasText: text });

  it("shows its users one chat, in which both hear each other", async () => {
    const [ada, bob] = await Promise.all([signIn("ada"), signIn("bob")]);
    const [question, answer] = [randomUUID(), randomUUID()];
    await send(ada, question);
    await shown(bob, question).getByText("Ada").waitFor();
    await send(bob, answer);
    await shown(ada, answer).getByText("Bob, seller").waitFor();
    await ada.reload();
    await shown(ada, answer).waitFor();
    expect(await faults(ada)).toEqual([]);
  });

  it("gives no token to whoever isn't signed in", async () => {
    const page = await signIn("ada", "wrong");
    await page.getByText("Incorrect name or password.").waitFor();
    expect((await fetch(`${sample}chat-token`, { method: "POST" })).status).toBe(401);
    const signedIn = await signIn("ada");
    await signedIn.getByRole("button", { name: "Sign out" }).click();
    await signedIn.getByRole("button", { name: "Sign in" }).waitFor();
    expect(await signedIn.evaluate(async () => (await fetch("/chat-token", { method: "POST" })).status)).toBe(401);
  });
});
