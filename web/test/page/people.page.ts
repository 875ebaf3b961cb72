import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Actor, Stage, stageIsReal } from "./stage";

let stage: Stage;
let ann: Actor;
let bob: Actor;
beforeAll(async () => {
  stage = await Stage.open();
  ann = await stage.user("Ann");
  bob = await stage.user("Bob");
});
afterEach(() => expect(stage.errors.splice(0)).toEqual([]));
afterAll(() => stage.close());

/** What browsers do to a hidden page: each timer waits for a minute. */
function slowTimers() {
  const timeout = window.setTimeout.bind(window);
  const slow = (handler: TimerHandler, ms = 0, ...args: unknown[]) =>
    timeout(handler, ms < 1_000 ? ms : Math.max(ms, 60_000), ...args);
  window.setTimeout = slow as typeof window.setTimeout;
}

describe.runIf(stageIsReal)("others", () => {
  it("have a green dot from when they come until some time after they have gone, also in a hidden page", async () => {
    const room = await stage.room(ann, "Square", [bob]);
    const anns = await stage.page();
    await anns.addInitScript(slowTimers);
    await anns.reload();
    const beats: number[] = [];
    anns.on("request", (request) => {
      if (request.url().endsWith("/api/presence")) beats.push(performance.now());
    });
    await stage.enter(anns, ann);
    await anns.goto(`${stage.url}#/rooms/${room.id}/members`);
    const bobs = anns.locator(".member", { hasText: "Bob" });
    await bobs.locator('[data-online="false"]').waitFor();
    const page = await stage.signIn(bob);
    await bobs.locator('[data-online="true"]').waitFor();
    await page.close();
    await bobs.locator('[data-online="false"]').waitFor({ timeout: 100_000 });
    await expect.poll(() => beats.length, { timeout: 60_000 }).toBeGreaterThan(2);
    const apart = beats.slice(1).map((at, index) => at - (beats[index] ?? 0));
    expect(Math.max(...apart)).toBeLessThan(40_000);
  }, 180_000);
});

describe.runIf(stageIsReal)("notifications", () => {
  it("come from back ends at once, are counted, and are read", async () => {
    const page = await stage.signIn(ann);
    await page.getByRole("link", { name: "Notifications" }).click();
    await page.getByText("Nothing here yet.").waitFor();
    await stage.notify(ann, "Your parcel is here.");
    await page.getByText("Your parcel is here.").waitFor();
    await page.getByRole("link", { name: "Notifications 1 unread" }).waitFor();
    await page.getByRole("button", { name: "Mark read" }).click();
    await page.getByRole("link", { name: "Notifications", exact: true }).waitFor();
    await page.reload();
    await page.getByText("Your parcel is here.").waitFor();
    expect(await page.getByRole("button", { name: "Mark read" }).count()).toBe(0);
  });
});
