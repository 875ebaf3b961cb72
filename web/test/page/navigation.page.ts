import type { Locator } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Room } from "../../client/src/wire.ts";
import { type Actor, faults, message, Stage, say, write } from "./stage";

let stage: Stage;
let ann: Actor;
let bob: Actor;
let garden: Room;
let kitchen: Room;
beforeAll(async () => {
  stage = await Stage.open();
  ann = await stage.user("Ann");
  bob = await stage.user("Bob");
  garden = await stage.room(ann, "Garden", [bob]);
  kitchen = await stage.room(ann, "Kitchen", [bob]);
});
afterEach(async () => expect(await stage.clear()).toEqual([]));
afterAll(() => stage.close());

/** Whether a message is in the list's viewport. */
const isInView = async (row: Locator) =>
  (await row.count()) === 1 &&
  (await row.evaluate((element) => {
    const { top, bottom } = element.getBoundingClientRect();
    const list = element.closest(".messages")?.getBoundingClientRect();
    return list !== undefined && top >= list.top && bottom <= list.bottom;
  }));

/** Bob says "Entry 0.", "Entry 1." and so on, forty in a request. */
async function sayMany(room: Room, count: number): Promise<void> {
  const messages = Array.from({ length: count }, (_, n) => ({ text: `Entry ${n}.` }));
  for (let n = 0; n < count; n += 40) {
    await bob.call("POST", `/rooms/${room.id}/messages/batch`, { messages: messages.slice(n, n + 40) });
  }
}

describe("the address of a room that doesn't exist", () => {
  it("is requested once", async () => {
    const page = await stage.signIn(ann);
    const requests: string[] = [];
    page.on("request", (request) => requests.push(request.url()));
    await page.goto(`${stage.url}#/rooms/nosuchroom1`);
    await page.getByText("This room doesn't exist").waitFor();
    await page.goto(`${stage.url}#/rooms/${garden.id}`);
    await page.getByRole("textbox", { name: "Message to Garden" }).waitFor();
    expect(requests.filter((url) => url.includes("nosuchroom1"))).toHaveLength(1);
  });
});

describe("the quick switcher", () => {
  it("goes to a room and to a person by the keyboard alone", async () => {
    const page = await stage.inRoom(ann, garden);
    const field = page.getByRole("textbox", { name: "Message to Garden" });
    await field.press("Control+k");
    const finder = page.getByRole("combobox", { name: "Room or person" });
    await page.getByRole("option", { name: "Garden" }).waitFor();
    expect(await faults(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await expect.poll(() => field.evaluate((area) => area === document.activeElement)).toBe(true);
    await page.keyboard.press("Control+k");
    await finder.pressSequentially("kitch");
    await expect.poll(() => page.getByRole("option").count()).toBe(1);
    await page.keyboard.press("Enter");
    await page.getByRole("textbox", { name: "Message to Kitchen" }).waitFor();
    await page.keyboard.press("Control+k");
    await finder.pressSequentially(bob.login);
    await page.getByRole("option", { name: /Bob/ }).waitFor();
    await page.keyboard.press("Enter");
    await page.getByRole("textbox", { name: "Message to Bob" }).waitFor();
  });

  it("opens on a narrow window, too", async () => {
    const page = await stage.inRoom(ann, garden, { viewport: { width: 390, height: 844 } });
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox", { name: "Room or person" }).fill("kitch");
    await page.keyboard.press("Enter");
    await page.getByRole("textbox", { name: "Message to Kitchen" }).waitFor();
  });

  it("lists unread rooms first, and moves among them by arrow keys", async () => {
    const page = await stage.inRoom(ann, garden);
    await say(bob, kitchen, "Soup is ready");
    await page
      .getByRole("link", { name: /^Kitchen/ })
      .getByText("1 unread")
      .waitFor();
    await page.getByRole("button", { name: "New room or message" }).click();
    await page.getByRole("menuitem", { name: "Go to…" }).click();
    const chosen = page.getByRole("option", { selected: true });
    await chosen.getByText("Kitchen").waitFor();
    await page.keyboard.press("ArrowDown");
    await chosen.getByText("Kitchen").waitFor({ state: "detached" });
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Enter");
    await message(page, "Soup is ready").waitFor();
  });
});

describe("a link to a message", () => {
  it("is copied, and shows the message in the same window", async () => {
    await say(bob, garden, "The first of many");
    await sayMany(garden, 80);
    const page = await stage.inRoom(ann, garden, { permissions: ["clipboard-read", "clipboard-write"] });
    await page.goto(`${stage.url}#/rooms/${garden.id}/search/first`);
    await page.getByRole("button", { name: /The first of many/ }).click();
    const first = message(page, "The first of many");
    await first.hover();
    await first.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Copy link" }).click();
    await page.getByText("Link copied").waitFor();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    await page.goto(`${stage.url}#/rooms/${kitchen.id}`);
    await write(page, `See ${link}`);
    await message(page, "See ").getByRole("link").click();
    await page.getByRole("textbox", { name: "Message to Garden" }).waitFor();
    await expect.poll(() => isInView(first)).toBe(true);
    expect(page.context().pages().length).toBe(1);
  });
});

describe("jumping to a date", () => {
  it("shows the first message of a day, from the search and from a day's line", async () => {
    const log = await stage.room(ann, "Log", [bob]);
    await sayMany(log, 80);
    const page = await stage.inRoom(ann, log);
    await message(page, "Entry 79.").waitFor();
    expect(await isInView(message(page, "Entry 0."))).toBe(false);
    const inDays = (days: number) =>
      page.evaluate((n) => new Date(Date.now() + n * 86_400_000).toLocaleDateString("sv"), days);
    await page.getByRole("link", { name: "Search messages", exact: true }).last().click();
    await page.getByRole("button", { name: "Jump to date" }).click();
    await page.getByLabel("Date", { exact: true }).fill(await inDays(-1));
    expect(await faults(page)).toEqual([]);
    await page.keyboard.press("Enter");
    await expect.poll(() => isInView(message(page, "Entry 0."))).toBe(true);
    await page.getByRole("button", { name: "Today" }).click();
    await page.getByLabel("Date", { exact: true }).fill(await inDays(2));
    await page.keyboard.press("Enter");
    await page.getByText("There are no messages since that day.").waitFor();
  });
});

describe("a draft", () => {
  it("is marked in the list of rooms until it is sent", async () => {
    const page = await stage.inRoom(ann, garden);
    const link = page.getByRole("link", { name: /^Garden/ });
    await page.getByRole("textbox", { name: "Message to Garden" }).fill("Half a thought");
    expect(await link.getByText("Draft:").count()).toBe(0);
    await page.goto(`${stage.url}#/rooms/${kitchen.id}`);
    await link.getByText("Half a thought").waitFor();
    expect(await link.getByText("Draft:").count()).toBe(1);
    await page.reload();
    await link.getByText("Draft:").waitFor();
    await link.click();
    await page.getByRole("textbox", { name: "Message to Garden" }).press("Enter");
    await message(page, "Half a thought").waitFor();
    await page.goto(`${stage.url}#/rooms/${kitchen.id}`);
    await link.getByText("You: Half a thought").waitFor();
    expect(await link.getByText("Draft:").count()).toBe(0);
  });
});
