import { randomUUID } from "node:crypto";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Issuer } from "./issuer";
import { Stage } from "./stage";

let stage: Stage;
let issuer: Issuer;
beforeAll(async () => {
  [stage, issuer] = await Promise.all([Stage.open(), Issuer.open()]);
});
beforeEach(() => {
  Object.assign(issuer, { user: { sub: randomUUID(), name: "Ada" }, refuses: false, lifetime: 3600, renewals: 0 });
});
afterEach(async () => expect(await stage.clear()).toEqual([]));
afterAll(async () => {
  issuer.close();
  await stage.close();
});

const signIn = (page: Page) => page.getByRole("button", { name: "Continue with Example" }).click();
const openAccount = async (page: Page) => {
  await page.getByRole("button", { name: /account and settings/ }).click();
  await page.getByRole("menuitem", { name: "Account" }).click();
};
const storedKeys = (page: Page) =>
  page.evaluate(() => Object.keys(localStorage).filter((key) => /provider|oidc/.test(key)));

describe("an identity provider", () => {
  it("signs the user in, also after a reload, until the user signs out", async () => {
    const page = await stage.page();
    await signIn(page);
    await page.getByRole("heading", { name: "Hello, Ada" }).waitFor();
    expect(new URL(page.url()).search).toBe("");
    await page.reload();
    await page.getByRole("heading", { name: "Hello, Ada" }).waitFor();
    await openAccount(page);
    await page.getByText("which manages your name and password").waitFor();
    expect(await page.getByLabel(/password|Display name/i).count()).toBe(0);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: /account and settings/ }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    expect(await storedKeys(page)).toEqual([]);
  });

  it("returns the user to an invitation", async () => {
    const ann = await stage.user("Ann");
    const room = await stage.room(ann, "Tea");
    const { code } = await ann.call<{ code: string }>("POST", `/rooms/${room.id}/invitations`, {});
    const page = await stage.page();
    await page.goto(`${stage.url}#/join/${code}`);
    await signIn(page);
    await page.getByRole("button", { name: /^Join/ }).click();
    await page.getByRole("textbox", { name: "Message to Tea" }).waitFor();
  });

  it("renews a token that the API refuses", async () => {
    issuer.lifetime = -60;
    const page = await stage.page();
    await signIn(page);
    await page.getByRole("heading", { name: "Hello, Ada" }).waitFor();
    expect(issuer.renewals).toBeGreaterThan(0);
  });

  it("ends the session when it ends at the provider", async () => {
    const page = await stage.page();
    await signIn(page);
    await page.getByRole("heading", { name: "Hello, Ada" }).waitFor();
    issuer.endSessions();
    await page.evaluate(() => {
      for (const key of Object.keys(localStorage)) {
        if (!key.includes("oidc.")) continue;
        const user = JSON.parse(localStorage.getItem(key) ?? "");
        localStorage.setItem(key, JSON.stringify({ ...user, expires_at: 1 }));
      }
    });
    await page.reload();
    await page.getByText("Your session has ended.").waitFor();
    expect(await storedKeys(page)).toEqual([]);
  });

  it("shows that it refused the sign-in", async () => {
    issuer.refuses = true;
    const page = await stage.page();
    await signIn(page);
    await page.getByText("Sign-in failed. Try again.").waitFor();
    issuer.refuses = false;
    await signIn(page);
    await page.getByRole("heading", { name: "Hello, Ada" }).waitFor();
  });

  it("signs out before a local account's password is reset", async () => {
    const [bob, shop] = [await stage.user("Bob"), await stage.backEnd()];
    const { url } = await shop<{ url: string }>("POST", `/users/${bob.id}/password-reset`);
    const page = await stage.page();
    await signIn(page);
    await page.getByRole("heading", { name: "Hello, Ada" }).waitFor();
    await page.goto(url);
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByLabel("New password").fill("another horse");
    await page.getByRole("button", { name: "Change password" }).click();
    await page.getByRole("heading", { name: "Hello, Bob" }).waitFor();
  });

  it("needs no password to delete the account", async () => {
    const page = await stage.page();
    await signIn(page);
    await page.getByRole("heading", { name: "Hello, Ada" }).waitFor();
    await openAccount(page);
    await page.getByRole("button", { name: "Delete account" }).click();
    await page.getByRole("button", { name: "Delete my account" }).click();
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
  });
});
