import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Room } from "../../client/src/wire.ts";
import { faults, keepHighlights, message, password, phone, Stage, say, write } from "./stage";

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(async () => expect(await stage.clear()).toEqual([]));
afterAll(() => stage.close());

describe("rooms", () => {
  it("appear for added users, with the unread count", async () => {
    const [ann, bob] = [await stage.user("Ann"), await stage.user("Bob")];
    const bobs = await stage.signIn(bob);
    const anns = await stage.signIn(ann);
    await anns.getByRole("button", { name: "New room or message" }).click();
    await anns.getByRole("menuitem", { name: "New room" }).click();
    await anns.getByLabel("Name").fill("Garden");
    await anns.getByLabel("Add people").fill(bob.login);
    await anns.locator(".person-pick").click();
    await anns.getByRole("button", { name: "Create room" }).click();
    await anns.getByRole("heading", { name: "Garden" }).first().waitFor();
    await write(anns, "First");
    await write(anns, "Second");
    await bobs.getByRole("link", { name: /Garden.*Ann: Second.*2 unread/s }).click();
    await message(bobs, "Second").waitFor();
    await bobs.locator(".separator.unread").waitFor();
    await bobs.getByRole("link", { name: /Garden(?!.*unread)/s }).waitFor();
  });

  it("that are public can be found and joined", async () => {
    const [ann, bob] = [await stage.user("Ann"), await stage.user("Bob")];
    const name = `Open ${Date.now()}`;
    await say(ann, await stage.room(ann, name, [], "public"), "Welcome");
    const page = await stage.signIn(bob);
    await page.getByRole("link", { name: "Discover", exact: true }).click();
    await page.getByLabel("Find a public room").fill(name.toLowerCase());
    await page.getByRole("button", { name: `Join ${name}` }).click();
    await message(page, "Welcome").waitFor();
    await write(page, "Hello");
    await message(page, "Hello").waitFor();
  });

  it("have a topic, which admins set", async () => {
    const [ann, bob] = [await stage.user("Ann"), await stage.user("Bob")];
    const room = await stage.room(ann, "Garden", [bob]);
    const bobs = await stage.inRoom(bob, room, phone);
    const page = await stage.signIn(ann, {}, `#/rooms/${room.id}/settings`);
    await page.getByLabel("Topic").fill("Seeds and weeds");
    await page.keyboard.press("Enter");
    await page.getByText("Topic changed").waitFor();
    for (const one of [page, bobs]) await one.getByText("2 members · Seeds and weeds").waitFor();
    await page.getByLabel("Topic").fill("");
    await page.keyboard.press("Enter");
    for (const one of [page, bobs]) await one.getByText("2 members · Seeds and weeds").waitFor({ state: "detached" });
  });

  it("have pinned messages, which members pin by the keyboard and find in a panel", async () => {
    const [ann, bob] = [await stage.user("Ann"), await stage.user("Bob")];
    const room = await stage.room(ann, "Garden", [bob]);
    await say(ann, room, "Water the roses");
    await say(ann, room, "Something else");
    const page = await stage.inRoom(ann, room);
    // With reduced motion, the flash is over before it can be seen.
    const bobs = await stage.inRoom(bob, room, { colorScheme: "dark", reducedMotion: "no-preference" });
    const choose = async (item: string) => {
      await message(page, "Water the roses").getByRole("button", { name: "More actions" }).focus();
      await page.keyboard.press("Enter");
      const chosen = page.getByRole("menuitem", { name: item, exact: true });
      await chosen.waitFor();
      const isChosen = () => chosen.evaluate((element) => element === document.activeElement);
      for (let step = 0; step < 9 && !(await isChosen()); step++) await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
    };
    await choose("Pin");
    await bobs.getByRole("link", { name: "Pinned messages" }).click();
    const panel = bobs.getByRole("complementary", { name: "Pinned messages" });
    await panel.getByRole("button", { name: /Water the roses/ }).waitFor();
    expect(await faults(bobs)).toEqual([]);
    await keepHighlights(bobs);
    await panel.getByRole("button", { name: /Water the roses/ }).click();
    await bobs.locator("article[data-flash=true]", { hasText: "Water the roses" }).waitFor();
    await choose("Who has read this…");
    const dialog = page.getByRole("dialog", { name: "Who has read this" });
    await dialog.getByRole("heading", { name: "Read by 1" }).waitFor();
    expect(await faults(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await choose("Unpin");
    await panel.getByText("No pinned messages.").waitFor();
  });

  it("can be joined by a link, after a confirmation, by a user without an account", async () => {
    const ann = await stage.user("Ann");
    const room = await stage.room(ann, "Invited");
    await ann.call("PATCH", `/rooms/${room.id}`, { topic: "For guests" });
    const anns = await stage.inRoom(ann, room);
    await anns.getByRole("link", { name: "Room settings" }).click();
    await anns.getByRole("button", { name: "Create link" }).click();
    const link = await anns.getByLabel("Invite link").inputValue();
    const page = await stage.page();
    await page.goto(link);
    await page.getByText("You've been invited").waitFor();
    await page.getByLabel("Username or email").fill(`guest.${Date.now()}`);
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Create account" }).click();
    await page.getByRole("heading", { name: "Join Invited?" }).waitFor();
    await page.getByText("For guests").waitFor();
    await page.getByText("Private room · 1 member").waitFor();
    const members = () => ann.call<Room>("GET", `/rooms/${room.id}`).then(({ memberCount }) => memberCount);
    expect(await members()).toBe(1);
    await page.getByRole("button", { name: "Join room" }).click();
    await page.getByRole("heading", { name: "Invited", exact: true }).first().waitFor();
    expect(page.url()).toContain(room.id);
    expect(await members()).toBe(2);
  });

  it("between two users are found by name, and are the same for both", async () => {
    const [ann, bob] = [await stage.user("Ann"), await stage.user("Bob")];
    const page = await stage.signIn(ann, phone);
    await page.getByRole("button", { name: "New room or message" }).click();
    await page.getByRole("menuitem", { name: "New direct message" }).click();
    await page.getByLabel("To").fill(bob.login);
    await page.locator(".person-pick").click();
    await page.getByRole("heading", { name: "Bob" }).first().waitFor();
    expect(await page.getByRole("link", { name: "Room settings" }).count()).toBe(0);
    await write(page, "Just us");
    const bobs = await stage.signIn(bob);
    await bobs.getByRole("link", { name: /Ann.*Just us.*1 unread/s }).click();
    await message(bobs, "Just us").waitFor();
    await page.getByRole("link", { name: "Back to rooms" }).click();
    await page.getByRole("link", { name: /Bob.*You: Just us/s }).waitFor();
  });

  it("are managed by their admins: roles, removal, name", async () => {
    const [ann, bob] = [await stage.user("Ann"), await stage.user("Bob")];
    const room = await stage.room(ann, "Managed", [bob]);
    const bobs = await stage.inRoom(bob, room);
    const anns = await stage.inRoom(ann, room);
    await anns.getByRole("link", { name: "Members" }).click();
    await anns.getByRole("button", { name: "Actions for Bob" }).click();
    await anns.getByRole("menuitemradio", { name: "Reader" }).click();
    await anns.getByRole("button", { name: "Change role" }).click();
    await bobs.getByText("Only some members can post here.").waitFor();
    await anns.getByRole("link", { name: "Room settings" }).click();
    await anns.getByLabel("Name").fill("Renamed");
    await anns.getByRole("button", { name: "Rename" }).click();
    await bobs.getByRole("heading", { name: "Renamed" }).first().waitFor();
    await anns.getByRole("link", { name: "Members" }).click();
    await anns.getByRole("button", { name: "Actions for Bob" }).click();
    await anns.getByRole("menuitem", { name: "Remove…" }).click();
    await anns.getByRole("button", { name: "Remove", exact: true }).click();
    await bobs.getByRole("status").getByText("You're no longer a member of Renamed.").waitFor();
    expect(await bobs.getByRole("link", { name: /Renamed/ }).count()).toBe(0);
  });

  it("can ban a user, and can be read-only", async () => {
    const [ann, bob] = [await stage.user("Ann"), await stage.user("Bob")];
    const room = await stage.room(ann, `Square ${Date.now()}`, [bob], "public");
    const bobs = await stage.inRoom(bob, room);
    const anns = await stage.inRoom(ann, room);
    await anns.getByRole("link", { name: "Members" }).click();
    await anns.getByRole("button", { name: "Actions for Bob" }).click();
    await anns.getByRole("menuitem", { name: "Ban…" }).click();
    await anns.getByRole("button", { name: "Ban", exact: true }).click();
    await bobs.getByRole("status").getByText("You are banned from this room.").waitFor();
    await expect(bob.call("POST", `/rooms/${room.id}/join`)).rejects.toThrow();
    await anns.getByRole("link", { name: "Room settings" }).click();
    await anns.getByLabel(/Read only/).check();
    await anns.getByRole("button", { name: "Unban Bob" }).click();
    await anns.getByRole("button", { name: "Unban Bob" }).waitFor({ state: "detached" });
    await expect
      .poll(() => ann.call<Room>("GET", `/rooms/${room.id}`).then(({ defaultRole }) => defaultRole))
      .toBe("reader");
    expect(await bob.call<Room>("POST", `/rooms/${room.id}/join`)).toMatchObject({ myRole: "reader" });
  });

  it("can be left and deleted, but not left without an owner", async () => {
    const ann = await stage.user("Ann");
    const page = await stage.inRoom(ann, await stage.room(ann, "Doomed"));
    await page.getByRole("link", { name: "Room settings" }).click();
    await page.getByRole("button", { name: "Leave room…" }).click();
    await page.getByRole("button", { name: "Leave", exact: true }).click();
    expect(await page.getByRole("dialog").getByRole("alert").textContent()).not.toBe("");
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("button", { name: "Delete room…" }).click();
    await page.getByRole("button", { name: "Delete for everyone" }).click();
    await page.getByRole("heading", { name: "Hello, Ann" }).waitFor();
    await page.getByText("No rooms yet.").waitFor();
  });
});

describe("hidden conversations", () => {
  it("are listed, open from there, and return to the list", async () => {
    const [ann, bob] = [await stage.user("Ann"), await stage.user("Bob")];
    const direct = await ann.call<Room>("PUT", `/direct/${bob.id}`);
    await say(bob, direct, "See you");
    await ann.call("PUT", `/rooms/${direct.id}/hidden`);
    const page = await stage.signIn(ann);
    await page.getByText("No rooms yet.").waitFor();
    const open = async () => {
      await page.getByRole("button", { name: /account and settings/ }).click();
      await page.getByRole("menuitem", { name: "Hidden conversations" }).click();
    };
    await open();
    await page.getByRole("dialog").getByRole("link", { name: "Bob" }).waitFor();
    expect(await faults(page)).toEqual([]);
    await page.getByRole("dialog").getByRole("link", { name: "Bob" }).press("Enter");
    await message(page, "See you").waitFor();
    await open();
    await page.getByRole("button", { name: "Unhide Bob" }).press("Enter");
    await page.getByText("No hidden conversations.").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("link", { name: /^Bob/ }).waitFor();
  });
});
