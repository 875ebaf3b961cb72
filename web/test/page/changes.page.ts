import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { faults, message, Stage, say, write } from "./stage";

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(async () => expect(await stage.clear()).toEqual([]));
afterAll(() => stage.close());

describe("changes of a room", () => {
  it("are lines between the messages, live and after a reload, and aren't unread", async () => {
    const [ann, bob, eve] = [await stage.user("Ann"), await stage.user("Bob"), await stage.user("Eve")];
    const room = await stage.room(ann, `Square ${Date.now()}`, [], "public");
    const { seq } = await say(ann, room, "Welcome");
    const page = await stage.inRoom(ann, room);
    await message(page, "Welcome").waitFor();
    const lines = page.locator(".change-lines");
    const texts = async () => (await lines.allInnerTexts()).map((text) => text.replace(/[\u2068\u2069]/g, ""));
    await bob.call("POST", `/rooms/${room.id}/join`);
    await expect.poll(texts).toEqual(["Bob joined"]);
    await eve.call("POST", `/rooms/${room.id}/join`);
    await expect.poll(texts).toEqual(["Bob and Eve joined"]);
    await write(page, "Hello, you two");
    await message(page, "Hello, you two").waitFor();
    await bob.call("PUT", `/rooms/${room.id}/pins/${seq}`);
    await ann.call("PATCH", `/rooms/${room.id}`, { topic: "Seeds" });
    await ann.call("DELETE", `/rooms/${room.id}/members/${eve.id}`);
    const all = ["Bob and Eve joined", "Bob pinned a message\nYou set the topic to Seeds\nYou removed Eve"];
    await expect.poll(texts).toEqual(all);
    expect(await page.locator("li").first().innerText()).not.toContain("joined");
    expect(await faults(page)).toEqual([]);
    await page.reload();
    await expect.poll(texts).toEqual(all);
    const bobs = await stage.signIn(bob);
    const link = bobs.getByRole("link", { name: new RegExp(`${room.name}.*1 unread`, "s") });
    await link.click();
    await expect.poll(async () => (await bobs.locator(".change-lines").allInnerTexts()).length).toBe(2);
  });

  it("are found in history that is loaded while scrolling", async () => {
    const [ann, bob] = [await stage.user("Ann"), await stage.user("Bob")];
    const room = await stage.room(ann, `Square ${Date.now()}`, [], "public");
    const batch = (from: number) => ({
      messages: Array.from({ length: 40 }, (_, n) => ({ text: `Message ${from + n}.` })),
    });
    await ann.call("POST", `/rooms/${room.id}/messages/batch`, batch(0));
    await bob.call("POST", `/rooms/${room.id}/join`);
    for (const from of [40, 80, 120]) await ann.call("POST", `/rooms/${room.id}/messages/batch`, batch(from));
    const page = await stage.inRoom(ann, room);
    await message(page, "Message 159.").waitFor();
    expect(await page.locator(".change-lines").count()).toBe(0);
    const line = page.locator("li", { hasText: "Message 40." }).locator(".change-lines");
    await expect
      .poll(async () => {
        await page.locator(".messages").evaluate((list) => list.scrollBy(0, -600));
        return line.count();
      })
      .toBe(1);
    expect(await line.innerText()).toContain("joined");
  });

  it("scroll into view at the end of the list", async () => {
    const [ann, bob] = [await stage.user("Ann"), await stage.user("Bob")];
    const room = await stage.room(ann, "Garden", [bob]);
    for (let n = 0; n < 40; n++) await say(ann, room, `Message ${n}.`);
    const page = await stage.inRoom(ann, room);
    await message(page, "Message 39.").waitFor();
    await ann.call("DELETE", `/rooms/${room.id}/members/${bob.id}`);
    await page.locator(".change-lines", { hasText: "You removed" }).waitFor();
    const toEnd = () =>
      page.locator(".messages").evaluate((list) => Math.round(list.scrollHeight - list.clientHeight - list.scrollTop));
    await expect.poll(toEnd).toBe(0);
  });
});
