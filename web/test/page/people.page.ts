import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Actor, faults, message, Stage, say } from "./stage";

let stage: Stage;
let ann: Actor;
let bob: Actor;
beforeAll(async () => {
  stage = await Stage.open();
  ann = await stage.user("Ann");
  bob = await stage.user("Bob");
});
afterEach(async () => expect(await stage.clear()).toEqual([]));
afterAll(() => stage.close());

/** The speed-up of the worker's timers. */
const haste = 20;

/** Simulates a hidden page: timers of a second or more don't fire. */
function hiddenPageTimers() {
  const timeout = window.setTimeout.bind(window);
  const short = (handler: TimerHandler, ms = 0, ...args: unknown[]) =>
    ms < 1_000 ? timeout(handler, ms, ...args) : timeout(() => {}, 2 ** 31 - 1);
  window.setTimeout = short as typeof window.setTimeout;
}

describe("others", () => {
  it("have a green dot while they are online and some time after, also in a hidden page", async () => {
    const room = await stage.room(ann, "Square", [bob]);
    const anns = await stage.signIn(ann, {}, `#/rooms/${room.id}/members`);
    await anns.addInitScript(hiddenPageTimers);
    await anns.route("**/timers.worker*", async (route) => {
      const response = await route.fetch();
      const faster = `const timeout = self.setTimeout; self.setTimeout = (f, ms) => timeout(f, ms / ${haste});`;
      await route.fulfill({ response, body: `${faster}${await response.text()}` });
    });
    await anns.reload();
    const bobs = anns.locator(".member", { hasText: "Bob" });
    await bobs.locator('[data-online="false"]').waitFor();
    const page = await stage.signIn(bob);
    await bobs.locator('[data-online="true"]').waitFor();
    await page.close();
    await bobs.locator('[data-online="false"]').waitFor({ timeout: 90_000 });
    let beats = 0;
    anns.on("request", (request) => {
      if (request.url().endsWith("/api/presence") && request.method() === "POST") beats++;
    });
    await expect.poll(() => beats).toBeGreaterThan(2);
  });
});

describe("notifications", () => {
  it("arrive live from back ends, are counted, and can be marked as read", async () => {
    const page = await stage.signIn(ann);
    await page.getByRole("link", { name: "Notifications" }).click();
    await page.getByText("No notifications yet.").waitFor();
    await stage.notify(ann, "Your parcel is here.");
    await page.getByText("Your parcel is here.").waitFor();
    await page.getByRole("link", { name: "Notifications 1 unread" }).waitFor();
    await page.getByRole("button", { name: "Mark as read" }).click();
    await page.getByRole("link", { name: "Notifications", exact: true }).waitFor();
    await page.reload();
    await page.getByText("Your parcel is here.").waitFor();
    expect(await page.getByRole("button", { name: "Mark as read" }).count()).toBe(0);
  });
});

describe("a profile", () => {
  it("opens from a message and leads to a conversation, by the keyboard alone", async () => {
    const room = await stage.room(ann, "Garden", [bob]);
    await say(bob, room, "Who am I?");
    const page = await stage.inRoom(ann, room);
    await message(page, "Who am I?").focus();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    const card = page.getByRole("dialog", { name: "Profile of Bob" });
    await card.getByText(/^Joined on /).waitFor();
    expect(await faults(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await card.waitFor({ state: "detached" });
    await message(page, "Who am I?").getByRole("button", { name: "Profile of Bob" }).click();
    await card.getByRole("button", { name: "Message" }).press("Enter");
    await page.getByRole("textbox", { name: "Message to Bob" }).waitFor();
  });

  it("opens from the member list and asks before blocking, which the user's own profile doesn't offer", async () => {
    const room = await stage.room(ann, "Shed", [bob]);
    const page = await stage.signIn(ann, {}, `#/rooms/${room.id}/members`);
    const members = page.getByRole("complementary", { name: "Members" });
    await members.getByRole("button", { name: "Bob", exact: true }).click();
    await page.getByRole("button", { name: "Block…" }).click();
    await page.getByRole("dialog", { name: "Block user" }).getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await members.getByRole("button", { name: "Ann", exact: true }).click();
    await page.getByRole("dialog", { name: "Profile of Ann" }).getByText("Ann (you)").waitFor();
    expect(await page.getByRole("button", { name: "Block…" }).count()).toBe(0);
  });
});
