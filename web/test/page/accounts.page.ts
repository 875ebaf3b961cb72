import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { faults, password, Stage } from "./stage";

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(async () => expect(await stage.clear()).toEqual([]));
afterAll(() => stage.close());

describe("an account", () => {
  it("is created, survives a reload, and can be signed out of", async () => {
    const page = await stage.page();
    await page.getByRole("button", { name: "Create an account" }).click();
    await page.getByLabel("Username or email").fill(`zoe.${Date.now()}`);
    await page.getByLabel("Display name").fill("Zoe");
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Create account" }).click();
    await page.getByRole("heading", { name: "Hello, Zoe" }).waitFor();
    expect(await page.locator(":focus").getAttribute("id")).toBe("main");
    await page.reload();
    await page.getByRole("heading", { name: "Hello, Zoe" }).waitFor();
    await page.getByRole("button", { name: /account and settings/ }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    expect(await page.evaluate(() => localStorage.getItem("chatfunctions/session"))).toBeNull();
  });

  it("shows the server's message at its field", async () => {
    const taken = await stage.user("Ann");
    const page = await stage.page();
    await page.getByLabel("Username or email").fill(taken.login);
    await page.getByLabel("Password").fill("not her password");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("alert").getByText("Incorrect username or password.").waitFor();
    await page.getByRole("button", { name: "Create an account" }).click();
    await page.getByLabel("Username or email").fill("!!");
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Create account" }).click();
    await page.locator("input[name=login][aria-invalid=true]").waitFor();
    await page.getByText("Use 3-64 characters.").waitFor();
    await page.getByLabel("Username or email").fill(taken.login);
    await page.getByRole("button", { name: "Create account" }).click();
    await page.locator("input[name=login][aria-invalid=true] + .field-error").getByText("is taken").waitFor();
  });

  it("can change its name and its password", async () => {
    const ann = await stage.user("Ann");
    const page = await stage.signIn(ann);
    await page.getByRole("button", { name: /account and settings/ }).click();
    await page.getByRole("menuitem", { name: "Account" }).click();
    await page.getByLabel("Display name").fill("Anna");
    await page.getByRole("button", { name: "Change name" }).click();
    await page.getByText("Name updated").waitFor();
    await page.getByLabel("Current password").fill(password);
    await page.getByLabel("New password").fill("another horse");
    await page.getByRole("button", { name: "Change password" }).click();
    await page.getByText("Password changed.").first().waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Anna: account and settings" }).waitFor();
    const other = await stage.page();
    await other.getByLabel("Username or email").fill(ann.login);
    await other.getByLabel("Password").fill("another horse");
    await other.getByRole("button", { name: "Sign in" }).click();
    await other.getByRole("button", { name: "Anna: account and settings" }).waitFor();
  });

  it("gets a new password by a reset link, which works once", async () => {
    const [ann, shop] = [await stage.user("Ann"), await stage.backEnd()];
    const { url } = await shop<{ url: string }>("POST", `/users/${ann.id}/password-reset`);
    const page = await stage.page();
    await page.goto(url);
    await page.getByRole("heading", { name: "Reset your password" }).waitFor();
    expect(await faults(page)).toEqual([]);
    await page.getByLabel("New password").fill("password");
    await page.getByRole("button", { name: "Change password" }).click();
    await page.locator("input[name=password][aria-invalid=true]").waitFor();
    await page.getByLabel("New password").fill("another horse");
    await page.getByLabel("Show password").check();
    expect(await page.getByLabel("New password").getAttribute("type")).toBe("text");
    await page.getByRole("button", { name: "Change password" }).click();
    await page.getByRole("heading", { name: "Hello, Ann" }).waitFor();

    const other = await stage.signIn(await stage.user("Bob"));
    await other.goto(url);
    await other.getByLabel("New password").fill("yet another horse");
    await other.getByRole("button", { name: "Change password" }).click();
    await other.getByRole("alert").getByText("expired").waitFor();
    await other.getByRole("link", { name: "Back to the chat" }).click();
    await other.getByRole("heading", { name: "Hello, Bob" }).waitFor();
  });

  it("keeps the colours that the user chose", async () => {
    const page = await stage.signIn(await stage.user("Ann"), { colorScheme: "light" });
    const surface = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await surface();
    await page.getByRole("button", { name: /account and settings/ }).click();
    await page.getByRole("menuitemradio", { name: "Dark" }).click();
    await expect.poll(surface).not.toBe(light);
    await page.reload();
    await page.getByRole("button", { name: /account and settings/ }).waitFor();
    await expect.poll(surface).not.toBe(light);
  });
});

describe("the devices", () => {
  it("are listed, and another one is signed out", async () => {
    const ann = await stage.user("Ann");
    const [page, other] = [await stage.signIn(ann), await stage.signIn(ann)];
    await page.getByRole("button", { name: /account and settings/ }).click();
    await page.getByRole("menuitem", { name: "Account" }).click();
    const devices = page.getByRole("list", { name: "Devices" }).getByRole("listitem");
    // The third session is that of the registration.
    await expect.poll(() => devices.count()).toBe(3);
    await devices.first().getByText("This device").waitFor();
    expect(await devices.first().getByRole("button").count()).toBe(0);
    expect(await faults(page)).toEqual([]);
    await page.getByRole("button", { name: "Sign out all other devices" }).click();
    await expect.poll(() => devices.count()).toBe(1);
    await other.getByText("Your session has ended.").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: /account and settings/ }).waitFor();
  });
});
