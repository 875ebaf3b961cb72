import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Room } from "../../client/src/wire.ts";
import { type Actor, faults, message, phone, Stage, say } from "./stage";

const count = 600;
let stage: Stage;
let ann: Actor;
let bob: Actor;
let archive: Room;
let tea: Room;

beforeAll(async () => {
  stage = await Stage.open();
  ann = await stage.user("Ann");
  bob = await stage.user("Bob");
  archive = await stage.room(ann, "Archive", [bob]);
  for (let i = 0; i < count; i += 40) {
    const messages = Array.from({ length: 40 }, (_, k) => ({
      text: i + k === 20 ? "Café in the harbour" : `Sand ${i + k}`,
    }));
    await bob.call("POST", `/rooms/${archive.id}/messages/batch`, { messages });
  }
  tea = await stage.room(ann, "Tea");
  await say(ann, tea, "Milk or lemon? The harbour <b>café</b> has both.");
}, 120_000);
afterEach(async () => expect(await stage.clear()).toEqual([]));
afterAll(() => stage.close());

describe("the search in a room", () => {
  it("shows a message far up in history, and stays open beside it", async () => {
    const page = await stage.inRoom(ann, archive);
    await page.getByRole("link", { name: "Search messages" }).last().click();
    const panel = page.getByRole("complementary", { name: "Search" });
    await page.keyboard.type("cafes harb");
    await panel.getByText("No messages found.").waitFor();
    await page.keyboard.press("Control+A");
    await page.keyboard.type("harb");
    const hit = panel.getByRole("button", { name: /Bob.*Café in the harbour/ });
    await hit.waitFor();
    expect(await hit.locator("mark").allTextContents()).toEqual(["harbour"]);
    await hit.click();
    await message(page, "Café in the harbour").waitFor();
    expect(await panel.isVisible()).toBe(true);
  });

  it("works by keyboard alone", async () => {
    const page = await stage.inRoom(ann, archive);
    await page.keyboard.press("Control+Shift+F");
    const panel = page.getByRole("complementary", { name: "Search" });
    await panel.getByRole("searchbox").waitFor();
    await page.keyboard.type("sand 59");
    await panel.getByRole("button", { name: /Sand 599/ }).waitFor();
    await page.keyboard.press("ArrowDown");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain("Sand 599");
    await page.keyboard.press("ArrowDown");
    const flashed = page.evaluate(
      () =>
        new Promise<string | null>((resolve) => {
          document.addEventListener("animationstart", ({ animationName, target }) => {
            if (animationName === "flash") resolve((target as Element).textContent);
          });
        }),
    );
    await page.keyboard.press("Enter");
    expect(await flashed).toContain("Sand 598");
    await page.keyboard.press("Escape");
    await panel.waitFor({ state: "detached" });
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute("aria-label")))
      .toBe("Search messages");
  });

  it("finds messages of a member, and messages with files or links, by keyboard", async () => {
    const room = await stage.room(ann, "Filters", [bob]);
    await say(ann, room, "The **lemon** of Ann");
    await say(bob, room, "A lemon, see https://example.com");
    const page = await stage.inRoom(ann, room);
    await page.locator("input[type=file]").setInputFiles({
      name: "recipe.pdf",
      mimeType: "application/pdf",
      buffer: Buffer.from("lemon cake"),
    });
    await page.getByRole("button", { name: "Send" }).click();
    await page.getByRole("link", { name: "Download recipe.pdf" }).waitFor();
    await page.keyboard.press("Control+Shift+F");
    const panel = page.getByRole("complementary", { name: "Search" });
    await panel.getByRole("searchbox").waitFor();
    await page.keyboard.press("Tab");
    await page.keyboard.type("Bob");
    await panel.getByText("Type a word to find.").waitFor();
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.type("lemon");
    const hits = panel.getByRole("list", { name: "Messages found" }).getByRole("listitem");
    await expect.poll(() => hits.allInnerTexts()).toEqual([expect.stringContaining("A lemon, see")]);
    expect(await faults(page)).toEqual([]);
    await panel.getByLabel("From").selectOption("Anyone");
    await expect.poll(() => hits.count()).toBe(2);
    const ours = hits.filter({ hasText: "of Ann" });
    expect(await ours.innerText()).toContain("The lemon of Ann");
    expect(await ours.locator("mark").innerText()).toBe("lemon");
    await panel.getByRole("searchbox").fill("");
    await panel.getByLabel("With").selectOption("Files");
    await expect.poll(() => hits.allInnerTexts()).toEqual([expect.stringContaining("recipe.pdf")]);
    await panel.getByLabel("With").selectOption("Links");
    await expect.poll(() => hits.allInnerTexts()).toEqual([expect.stringContaining("A lemon, see")]);
  });

  it("continues with older messages", async () => {
    const page = await stage.signIn(ann, {}, `#/rooms/${archive.id}/search/sand`);
    const panel = page.getByRole("complementary", { name: "Search" });
    await panel.getByRole("button", { name: /Sand 599/ }).waitFor();
    const hits = panel.getByRole("list", { name: "Messages found" }).getByRole("listitem");
    expect(await hits.count()).toBe(20);
    await panel.getByRole("button", { name: "Search older messages" }).click();
    await expect.poll(() => hits.count()).toBe(40);
  });

  it("closes to show the message on a phone", async () => {
    const page = await stage.signIn(ann, phone, `#/rooms/${archive.id}/search/harbour`);
    const panel = page.getByRole("complementary", { name: "Search" });
    await panel.getByRole("button", { name: /Café in the harbour/ }).click();
    await panel.waitFor({ state: "detached" });
    await message(page, "Café in the harbour").waitFor();
  });
});

describe("the search in all rooms", () => {
  it("lists messages by room, shows one, and returns to the results", async () => {
    const page = await stage.signIn(ann);
    await page.getByRole("link", { name: "Search messages" }).click();
    await page.getByRole("main").getByRole("searchbox").fill("CAFE harbour");
    await page.getByText("No messages found.").waitFor({ state: "detached" });
    const tea = page.getByRole("region", { name: "Tea" });
    await tea.getByText("<b>café</b>", { exact: false }).waitFor();
    const hit = page.getByRole("region", { name: "Archive" }).getByRole("link", { name: /Café in the harbour/ });
    await hit.click();
    await message(page, "Café in the harbour").waitFor();
    await expect.poll(() => new URL(page.url()).hash).toBe(`#/rooms/${archive.id}`);
    await page.goBack();
    await hit.waitFor();
  });

  it("finds messages with links, and keeps the filter when the user comes back", async () => {
    const room = await stage.room(ann, "Links");
    await say(ann, room, "Read https://example.com/links");
    const page = await stage.signIn(ann, {}, "#/search");
    await page.getByRole("main").getByLabel("With").selectOption("Links");
    const hit = page.getByRole("region", { name: "Links" }).getByRole("link", { name: /Read https/ });
    await hit.click();
    await message(page, "Read https://example.com/links").waitFor();
    await page.goBack();
    await hit.waitFor();
    expect(await page.getByRole("main").getByLabel("With").inputValue()).toBe("link");
  });

  it("shows the other results of a room", async () => {
    const page = await stage.signIn(ann, {}, "#/search/sand");
    await page.getByRole("link", { name: "Search older messages in Archive" }).click();
    const panel = page.getByRole("complementary", { name: "Search" });
    await panel.getByRole("button", { name: /Sand 590/ }).waitFor();
    const hasFocus = (field: Element) => field === document.activeElement;
    await expect.poll(() => panel.getByRole("searchbox").evaluate(hasFocus)).toBe(true);
  });
});
