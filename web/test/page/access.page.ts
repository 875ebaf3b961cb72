import { gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Room } from "../../client/src/wire.ts";
import { type Actor, faults, message, phone, reopen, Stage, say } from "./stage";

let stage: Stage;
let ann: Actor;
let bob: Actor;
let room: Room;
beforeAll(async () => {
  stage = await Stage.open();
  ann = await stage.user("Ann");
  bob = await stage.user("Bob");
  room = await stage.room(ann, "Garden", [bob]);
  const { seq } = await say(bob, room, "Look: https://example.com and `code`");
  await ann.call("PUT", `/rooms/${room.id}/messages/${seq}/reactions/${encodeURIComponent("👍")}`);
  await ann.call("POST", `/rooms/${room.id}/messages`, { text: "Indeed", replyTo: seq });
});
afterEach(async () => expect(await stage.clear()).toEqual([]));
afterAll(() => stage.close());

const looks = [
  ["wide and light", { colorScheme: "light" }],
  ["wide and dark", { colorScheme: "dark" }],
  ["narrow and dark", { ...phone, colorScheme: "dark" }],
  ["narrow and light", { ...phone, colorScheme: "light" }],
] as const;

describe.each(looks)("the page, %s", (_, options) => {
  it("has no serious axe violations on any screen", async () => {
    const signedOut = await stage.page(options);
    expect(await faults(signedOut)).toEqual([]);
    const page = await stage.inRoom(ann, room, options);
    await message(page, "Indeed").waitFor();
    expect(await faults(page)).toEqual([]);
    const members = page.getByRole("complementary", { name: "Members" });
    const settings = page.getByRole("complementary", { name: "Room settings" });
    for (const [hash, shown] of [
      [`rooms/${room.id}/members`, members.getByText("Bob")],
      [`rooms/${room.id}/settings`, settings.getByLabel("Name")],
      [`rooms/${room.id}/search/look`, page.getByRole("button", { name: /Look: https/ })],
      ["search/look", page.getByRole("link", { name: /Look: https/ })],
      ["discover", page.getByRole("heading", { name: "Discover" })],
      ["notifications", page.getByText("No notifications yet.")],
      ["", page.getByRole("button", { name: /account and settings/ })],
      ["rooms/no", page.getByText("This room doesn't exist")],
      ["join/no", page.getByRole("heading", { name: "Join this room?" })],
      ["nope", page.getByText("There's nothing at this address.")],
    ] as const) {
      await page.goto(`${stage.url}#/${hash}`);
      await shown.first().waitFor();
      expect(await faults(page), hash).toEqual([]);
    }
    await page.goto(`${stage.url}#/rooms/${room.id}/members`);
    await page.getByRole("button", { name: "Actions for Bob" }).click();
    expect(await faults(page)).toEqual([]);
    await page.getByRole("menuitemradio", { name: "Reader" }).click();
    expect(await faults(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await page.goto(`${stage.url}#/`);
    await page.getByRole("button", { name: /account and settings/ }).click();
    expect(await faults(page)).toEqual([]);
    await page.getByRole("menuitem", { name: "Account" }).click();
    expect(await faults(page)).toEqual([]);
  });

  it("never scrolls horizontally", async () => {
    const wide = await stage.room(ann, "A room with a name that is longer than what a phone has place for", [bob]);
    const page = await stage.inRoom(ann, wide, options);
    await say(bob, wide, `x${"y".repeat(400)} https://example.com/${"z".repeat(300)}`);
    await message(page, "xyyy").last().waitFor();
    const excess = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(await excess()).toBeLessThanOrEqual(0);
    expect(await page.locator(".messages").evaluate((list) => list.scrollWidth - list.clientWidth)).toBeLessThanOrEqual(
      0,
    );
  });
});

describe("the keyboard", () => {
  it("reaches messages, moves among them, and acts on them", async () => {
    const page = await stage.inRoom(ann, room);
    await message(page, "Indeed").waitFor();
    await message(page, "Indeed").focus();
    await page.keyboard.press("Home");
    const focused = () => page.evaluate(() => document.activeElement?.textContent ?? "");
    await expect.poll(focused).toContain("Look: https://example.com");
    await page.keyboard.press("ArrowDown");
    await expect.poll(focused).toContain("Indeed");
    await page.keyboard.press("ArrowUp");
    await page.getByRole("button", { name: "Add reaction" }).first().press("Enter");
    await page.getByRole("button", { name: "thumbs up" }).first().waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    await message(page, "Look:")
      .getByRole("button", { name: /❤️ 1: you/ })
      .waitFor();
  });

  it("moves by one item in menus of a message", async () => {
    const page = await stage.inRoom(ann, room);
    const place = () =>
      page.evaluate(() => {
        const { activeElement: active } = document;
        return active?.closest("[popover]") ? [...(active.parentElement?.children ?? [])].indexOf(active) : -1;
      });
    for (const [tool, keys, places] of [
      ["More actions", ["ArrowDown", "ArrowDown", "ArrowUp", "Home"], [1, 2, 1, 0]],
      ["Add reaction", ["ArrowDown", "ArrowRight", "ArrowDown", "ArrowLeft", "Home"], [0, 1, 1, 0, 0]],
    ] as const) {
      await message(page, "Indeed").focus();
      await message(page, "Indeed").getByRole("button", { name: tool }).press("Enter");
      await expect.poll(place).toBe(0);
      for (const [index, key] of keys.entries()) {
        await page.keyboard.press(key);
        await expect.poll(place).toBe(places[index]);
      }
      await page.keyboard.press("Escape");
      await expect.poll(place).toBe(-1);
    }
  });

  it("moves the caret, not the focus, by Home in a field", async () => {
    const page = await stage.inRoom(ann, room);
    await page.goto(`${stage.url}#/rooms/${room.id}/members`);
    const field = page.getByRole("complementary", { name: "Members" }).getByRole("searchbox");
    await field.pressSequentially("ob");
    await field.press("Home");
    await field.press("B");
    expect(await field.inputValue()).toBe("Bob");
    await field.press("Escape");
    await page.getByRole("complementary", { name: "Members" }).waitFor();
    await field.press("Escape");
    await page.getByRole("complementary", { name: "Members" }).waitFor({ state: "detached" });
  });

  it("stays in a dialog and returns to the control that opened it", async () => {
    const page = await stage.signIn(ann);
    const opener = page.getByRole("button", { name: "New room or message" });
    await opener.focus();
    await page.keyboard.press("Enter");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await expect.poll(() => page.evaluate(() => document.activeElement?.closest("dialog") !== null)).toBe(true);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await expect.poll(() => opener.evaluate((element) => element === document.activeElement)).toBe(true);
  });

  it("closes a panel by Escape and returns to the message field or the button", async () => {
    const page = await stage.inRoom(ann, room);
    await page.getByRole("link", { name: "Members" }).press("Enter");
    await page.getByRole("complementary", { name: "Members" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("complementary", { name: "Members" }).waitFor({ state: "detached" });
    const name = () => page.evaluate(() => document.activeElement?.getAttribute("aria-label"));
    await expect.poll(name).toBe("Members");
  });
});

describe("screen readers", () => {
  it("announce new messages of others and no history", async () => {
    const page = await stage.inRoom(ann, room);
    const spoken = page.getByRole("log");
    expect(await spoken.textContent()).toBe("");
    // The announcement is removed after some seconds.
    await spoken.evaluate((log) => {
      const heard: string[] = [];
      new MutationObserver(() => heard.push(log.lastChild?.textContent ?? "")).observe(log, { childList: true });
      Object.assign(window, { heard });
    });
    const heard = () => page.evaluate(() => (window as unknown as { heard: string[] }).heard);
    await say(bob, room, "Can you hear me?");
    await expect.poll(heard).toContain("Bob: Can you hear me?");
    const messages = ["One.", "Two."].map((text) => ({ text }));
    await bob.call("POST", `/rooms/${room.id}/messages/batch`, { messages });
    await expect.poll(heard).toContain("Bob: One.\nBob: Two.");
    expect(await message(page, "Two.").evaluate((row) => row.getAttribute("aria-label"))).toMatch(/^Bob, /);
    const body = await message(page, "Two.").getAttribute("aria-describedby");
    expect(await page.locator(`[id="${body}"]`).textContent()).toBe("Two.");
    await expect.poll(() => spoken.textContent()).toBe("");
  });
});

describe("the first load", () => {
  it("is at most 200 kB of gzipped script", async () => {
    const page = await stage.inRoom(ann, room);
    const scripts: Promise<Buffer>[] = [];
    page.on("response", (response) => {
      if (response.url().endsWith(".js")) scripts.push(response.body());
    });
    await page.reload();
    await message(page, "Indeed").waitFor();
    const bytes = (await Promise.all(scripts)).reduce((sum, script) => sum + gzipSync(script).length, 0);
    process.stdout.write(`First load: ${Math.round(bytes / 1024)} kB of gzipped script\n`);
    expect(bytes).toBeGreaterThan(0);
    expect(bytes).toBeLessThanOrEqual(200 * 1024);
  });

  it("shows the room in the address", async () => {
    const page = await stage.inRoom(ann, room);
    await reopen(page, message(page, "Indeed"));
    await page.getByRole("textbox", { name: "Message to Garden" }).waitFor();
  });
});
