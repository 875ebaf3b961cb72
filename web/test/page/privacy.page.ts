import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Room } from "../../client/src/wire";
import { type Actor, faults, message, phone, Stage, say, write } from "./stage";

/** The other tests use the light theme. */
const dark = { colorScheme: "dark" } as const;

let stage: Stage;
let ann: Actor;
let bob: Actor;
beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(async () => expect(await stage.clear()).toEqual([]));
afterAll(() => stage.close());

const newPair = async () => {
  [ann, bob] = [await stage.user("Ann"), await stage.user("Bob")];
};
const direct = (actor: Actor, other: Actor) => actor.call<Room>("PUT", `/direct/${other.id}`);
const roomLink = (page: Page, name: RegExp) =>
  page.getByRole("navigation", { name: "Rooms" }).getByRole("link", { name });

/** Opens a menu and chooses an item with the keyboard. */
async function choose(page: Page, menu: string, item: string | RegExp): Promise<void> {
  const button = page.getByRole("button", { name: menu });
  await button.focus();
  await page.keyboard.press("Enter");
  const chosen = page.getByRole("menuitem", { name: item });
  await chosen.waitFor();
  expect(await faults(page)).toEqual([]);
  const isChosen = () => chosen.evaluate((element) => element === document.activeElement);
  for (let step = 0; step < 10 && !(await isChosen()); step++) await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
}

async function openAccount(page: Page): Promise<void> {
  await choose(page, `${ann.name}: account and settings`, "Account");
  await page.getByRole("dialog", { name: "Account" }).waitFor();
}

describe("a conversation", () => {
  it("can be hidden, and comes back live with its next message", async () => {
    await newPair();
    const room = await direct(ann, bob);
    await say(bob, room, "Before");
    const page = await stage.inRoom(ann, room);
    const elsewhere = await stage.signIn(ann);
    await roomLink(elsewhere, /Bob/).waitFor();
    await choose(page, "Conversation actions", "Hide conversation");
    await page.getByText("Conversation hidden until its next message").waitFor();
    for (const one of [page, elsewhere]) await roomLink(one, /Bob/).waitFor({ state: "detached" });
    expect(new URL(page.url()).hash).toBe("#/");
    await say(bob, room, "After");
    for (const one of [page, elsewhere]) await roomLink(one, /Bob.*After.*unread/s).waitFor();
  });

  it("that is hidden is shown again when it's opened as a new one, and by its menu", async () => {
    await newPair();
    const room = await direct(ann, bob);
    await ann.call("PUT", `/rooms/${room.id}/hidden`);
    const page = await stage.inRoom(ann, room);
    expect(await roomLink(page, /Bob/).count()).toBe(0);
    await choose(page, "Conversation actions", "Unhide conversation");
    await roomLink(page, /Bob/).waitFor();
    await choose(page, "Conversation actions", "Hide conversation");
    await roomLink(page, /Bob/).waitFor({ state: "detached" });
    await choose(page, "New room or message", "New direct message");
    await page.getByLabel("To").fill(bob.login);
    await page.locator(".person-pick").waitFor();
    await page.keyboard.press("Enter");
    await roomLink(page, /Bob/).waitFor();
    await page.getByRole("textbox", { name: "Message to Bob" }).waitFor();
  });

  it("with oneself is for notes", async () => {
    await newPair();
    const page = await stage.signIn(ann);
    await choose(page, "New room or message", "Notes");
    await page.getByRole("heading", { name: "Notes", level: 1 }).waitFor();
    await page.getByText("Only you can see this").waitFor();
    await write(page, "Milk");
    await message(page, "Milk").waitFor();
    await roomLink(page, /Notes.*You: Milk/s).waitFor();
    expect(await faults(page)).toEqual([]);
  });
});

describe("a block", () => {
  it("closes the conversation for both, with a way back for the one who blocked", async () => {
    await newPair();
    const room = await direct(ann, bob);
    await say(bob, room, "Hello");
    const [anns, bobs] = [await stage.inRoom(ann, room, dark), await stage.inRoom(bob, room)];
    await choose(anns, "Conversation actions", "Block…");
    await anns.getByRole("dialog", { name: "Block user" }).waitFor();
    expect(await faults(anns)).toEqual([]);
    await anns.getByRole("button", { name: "Block", exact: true }).press("Enter");
    await anns.getByText("You blocked Bob.").waitFor();
    expect(await anns.getByRole("textbox", { name: /^Message to/ }).count()).toBe(0);
    await message(anns, "Hello").waitFor();
    expect(await faults(anns)).toEqual([]);

    await write(bobs, "Are you there?");
    await bobs.getByText("You can't message this person.").waitFor();
    expect(await bobs.getByRole("textbox", { name: /^Message to/ }).count()).toBe(0);

    await anns.getByRole("button", { name: "Unblock" }).press("Enter");
    await anns.getByRole("textbox", { name: "Message to Bob" }).waitFor();
    await write(anns, "Back again");
    await bobs.getByRole("textbox", { name: "Message to Ann" }).waitFor();
  });

  it("is set in the member list and removed in the account settings", async () => {
    await newPair();
    const room = await stage.room(ann, "Garden", [bob]);
    const page = await stage.inRoom(ann, room, dark);
    await page.getByRole("link", { name: "Members" }).press("Enter");
    await choose(page, "Actions for Bob", "Block…");
    await page.getByRole("button", { name: "Block", exact: true }).press("Enter");
    await page.getByText(/Bob.* blocked/).waitFor();
    await openAccount(page);
    const blocked = page.getByRole("dialog").locator("section", { hasText: "Blocked users" });
    await blocked.getByText("Bob").waitFor();
    expect(await faults(page)).toEqual([]);
    await blocked.getByRole("button", { name: "Unblock Bob" }).press("Enter");
    await blocked.waitFor({ state: "detached" });
    await expect.poll(() => page.evaluate(() => document.activeElement?.closest("dialog") !== null)).toBe(true);
    expect((await ann.call<{ items: unknown[] }>("GET", "/me/blocks")).items).toEqual([]);
  });

  it("collapses what the blocked user says in shared rooms", async () => {
    await newPair();
    const room = await stage.room(ann, "Garden", [bob]);
    const { seq } = await say(bob, room, "First words");
    await ann.call("POST", `/rooms/${room.id}/messages`, { text: "An answer", replyTo: seq });
    await ann.call("PUT", `/me/blocks/${bob.id}`);
    const page = await stage.inRoom(ann, room, dark);
    const collapsed = page.getByRole("article", { name: /^Blocked user/ });
    await collapsed.getByText("Message from a blocked user.").waitFor();
    await message(page, "An answer").getByText("Message from a blocked user").waitFor();
    expect(await page.getByText("First words").count()).toBe(0);
    expect(await faults(page)).toEqual([]);
    await say(bob, room, "Last words");
    await expect.poll(() => collapsed.count()).toBe(2);
    await roomLink(page, /Garden.*Message from a blocked user/s).waitFor();
    expect(await page.getByText("Last words").count()).toBe(0);

    await message(page, "An answer").focus();
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await message(page, "First words").waitFor();
    const focused = () => page.evaluate(() => document.activeElement?.textContent ?? "");
    await expect.poll(focused).toContain("First words");
    await expect.poll(() => collapsed.count()).toBe(1);
    expect(await faults(page)).toEqual([]);
  });
});

describe("the account's settings", () => {
  it("say who can contact the user", async () => {
    await newPair();
    const page = await stage.signIn(ann);
    await openAccount(page);
    const everyone = page.getByRole("radio", { name: "Everyone" });
    await expect.poll(() => everyone.isChecked()).toBe(true);
    await everyone.focus();
    await page.keyboard.press("ArrowUp");
    const contactable = () => ann.call<{ contactableBy: string }>("GET", "/me").then((me) => me.contactableBy);
    await expect.poll(contactable).toBe("nobody");
    await page.keyboard.press("Escape");
    await openAccount(page);
    await expect.poll(() => page.getByRole("radio", { name: "Nobody" }).isChecked()).toBe(true);
    expect(await faults(page)).toEqual([]);

    const bobs = await stage.signIn(bob);
    await choose(bobs, "New room or message", "New direct message");
    await bobs.getByLabel("To").fill(ann.login);
    await bobs.locator(".person-pick").click();
    await bobs.getByText("You can't message or add this person.").waitFor();
  });
});

describe("admins", () => {
  it("see who reacted to a message, and remove reactions of others", async () => {
    await newPair();
    const room = await stage.room(ann, "Garden", [bob]);
    const { seq } = await say(ann, room, "Look");
    for (const emoji of ["👍", "❤️"]) {
      await bob.call("PUT", `/rooms/${room.id}/messages/${seq}/reactions/${encodeURIComponent(emoji)}`);
    }
    const [page, bobs] = [await stage.inRoom(ann, room), await stage.inRoom(bob, room)];
    await message(page, "Look").focus();
    await choose(page, "More actions", "Reactions…");
    const dialog = page.getByRole("dialog", { name: "Reactions" });
    await dialog.getByRole("button", { name: "Remove 👍 by Bob" }).waitFor();
    expect(await faults(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Remove 👍 by Bob" }).press("Enter");
    await dialog.getByRole("button", { name: "Remove 👍 by Bob" }).waitFor({ state: "detached" });
    await expect.poll(() => page.evaluate(() => document.activeElement?.closest("dialog") !== null)).toBe(true);
    await message(bobs, "Look").getByRole("button", { name: /👍/ }).waitFor({ state: "detached" });
    await message(bobs, "Look")
      .getByRole("button", { name: /❤️ 1: you/ })
      .waitFor();
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
  });
});

describe("a member", () => {
  it("sees who reacted, and removes only its own reaction", async () => {
    await newPair();
    const room = await stage.room(ann, "Garden", [bob]);
    const { seq } = await say(ann, room, "Look");
    for (const one of [ann, bob]) await one.call("PUT", `/rooms/${room.id}/messages/${seq}/reactions/%F0%9F%91%8D`);
    const page = await stage.inRoom(bob, room, { ...phone, colorScheme: "dark" });
    await message(page, "Look").focus();
    await choose(page, "More actions", "Reactions…");
    const dialog = page.getByRole("dialog", { name: "Reactions" });
    await dialog.getByText("Ann").waitFor();
    expect(await faults(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Remove 👍 by Bob" }).waitFor();
    expect(await dialog.getByRole("button", { name: /^Remove/ }).count()).toBe(1);
  });
});

describe("a public room", () => {
  it("isn't offered to someone who is banned from it", async () => {
    await newPair();
    const room = await stage.room(ann, `Open ${Date.now()}`, [bob], "public");
    const page = await stage.inRoom(bob, room);
    await ann.call("PUT", `/rooms/${room.id}/bans/${bob.id}`);
    await page.getByText("You are banned from this room.").waitFor();
    expect(await page.getByRole("button", { name: "Join room" }).count()).toBe(0);
    expect(await faults(page)).toEqual([]);
    await page.reload();
    await page.getByText("You are banned from this room.").waitFor();
    await page.goto(`${stage.url}#/discover`);
    await page.getByLabel("Find a public room").fill(room.name);
    await page.getByRole("button", { name: `Join ${room.name}` }).press("Enter");
    await page.getByText("You are banned from this room.").waitFor();
    expect(await page.getByRole("button", { name: `Join ${room.name}` }).count()).toBe(0);
    expect(await faults(page)).toEqual([]);
  });
});
