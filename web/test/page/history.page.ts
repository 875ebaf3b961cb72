import type { Page, Route } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Room } from "../../client/src/wire.ts";
import { type Actor, message, reopen, Stage, say, write } from "./stage";

const count = 2_000;
let stage: Stage;
let ann: Actor;
let bob: Actor;
let room: Room;

beforeAll(async () => {
  stage = await Stage.open();
  ann = await stage.user("Ann");
  bob = await stage.user("Bob");
  room = await stage.room(ann, "Archive", [bob]);
  for (let i = 0; i < count; i += 40) {
    // With very different heights, like real messages.
    const text = (n: number) => `Message ${n}.${" And so on".repeat((n * 7) % 60)}${"\nline".repeat((n * 3) % 5)}`;
    const messages = Array.from({ length: Math.min(40, count - i) }, (_, k) => ({ text: text(i + k) }));
    await bob.call("POST", `/rooms/${room.id}/messages/batch`, { messages });
  }
}, 300_000);
afterEach(async () => expect(await stage.clear()).toEqual([]));
afterAll(() => stage.close());

const scroller = (page: Page) => page.locator(".messages");

/** The first fully visible message and its distance from the list's top. */
const anchor = (page: Page) =>
  scroller(page).evaluate((list) => {
    const top = list.getBoundingClientRect().top;
    const shown = [...list.querySelectorAll("article")].find((one) => one.getBoundingClientRect().top >= top);
    return { key: shown?.dataset.key ?? "", offset: (shown?.getBoundingClientRect().top ?? 0) - top };
  });

const offsetOf = (page: Page, key: string) =>
  scroller(page).evaluate(
    (list, wanted) =>
      (list.querySelector(`[data-key="${wanted}"]`)?.getBoundingClientRect().top ?? Number.NaN) -
      list.getBoundingClientRect().top,
    key,
  );

const topOf = (page: Page) => scroller(page).evaluate((list) => list.scrollTop);

const heightOf = (page: Page) => scroller(page).evaluate((list) => list.scrollHeight);

/** The distance from the viewport to the list's end. */
const toEnd = (page: Page) =>
  scroller(page).evaluate((list) => Math.round(list.scrollHeight - list.clientHeight - list.scrollTop));

/** Waits for a number of frames. */
const frames = (page: Page, count: number) =>
  page.evaluate(async (most) => {
    for (let n = 0; n < most; n++) await new Promise(requestAnimationFrame);
  }, count);

/** Waits until the list hasn't scrolled or changed its height for some frames. */
const rest = (page: Page) =>
  scroller(page).evaluate(async (list) => {
    const frame = () => new Promise(requestAnimationFrame);
    let was = "";
    for (let still = 0; still < 15; still++) {
      await frame();
      const now = `${list.scrollTop} ${list.scrollHeight}`;
      if (now !== was) still = 0;
      was = now;
    }
  });

/** Scrolls up with the wheel, and waits until the list stops. */
async function wheelUp(page: Page, pixels: number): Promise<void> {
  const start = await topOf(page);
  await scroller(page).hover();
  await page.mouse.wheel(0, -pixels);
  if (start > 0) await expect.poll(() => topOf(page)).toBeLessThan(start);
  await rest(page);
}

const heldRows = (page: Page) => page.locator("article").count();

describe("a room with 2,000 messages", () => {
  it("opens at its end, with only the rows near the window in the document", async () => {
    const page = await stage.inRoom(ann, room);
    await message(page, `Message ${count - 1}.`).waitFor();
    expect(await heldRows(page)).toBeLessThan(60);
    await reopen(page, message(page, `Message ${count - 1}.`));
  });

  it("scrolls to the user's position while rows are still measured", async () => {
    for (const [pixels, reducedMotion] of [
      [40, "reduce"],
      [600, "no-preference"],
    ] as const) {
      const page = await stage.inRoom(ann, room, { reducedMotion });
      await message(page, `Message ${count - 1}.`).waitFor();
      await expect.poll(() => toEnd(page)).toBeLessThan(10);
      await scroller(page).hover();
      // Records every frame from before the scroll until the list has stopped.
      await scroller(page).evaluate((list) => {
        const last = [...list.querySelectorAll("article")].at(-1);
        const change = (frame: number) => {
          if (!last?.isConnected) return;
          last.style.paddingBottom = `${(frame % 2) * 3}px`;
          requestAnimationFrame(() => change(frame + 1));
        };
        change(0);
      });
      await page.mouse.wheel(0, -pixels);
      await expect.poll(() => toEnd(page)).toBeGreaterThan(pixels - 10);
      await frames(page, 30);
      expect(Math.abs((await toEnd(page)) - pixels)).toBeLessThan(10);
      await page.close();
    }
  });

  it("stays at its end while rows there change their height", async () => {
    const page = await stage.inRoom(ann, room);
    await message(page, `Message ${count - 1}.`).waitFor();
    const height = await heightOf(page);
    await message(page, `Message ${count - 1}.`).evaluate((row) => {
      row.style.paddingBottom = "300px";
    });
    await expect.poll(() => heightOf(page)).toBeGreaterThan(height + 200);
    await expect.poll(() => toEnd(page)).toBeLessThan(10);
  });

  it("shows rows while the user scrolls", async () => {
    const page = await stage.inRoom(ann, room);
    await message(page, `Message ${count - 1}.`).waitFor();
    await wheelUp(page, 3_000);
    const gaps = await scroller(page).evaluate(async (list) => {
      const gaps: number[] = [];
      let before = await new Promise(requestAnimationFrame);
      while (gaps.length < 120) {
        list.scrollBy(0, gaps.length % 60 < 30 ? -120 : 120);
        const now = await new Promise<number>(requestAnimationFrame);
        gaps.push(now - before);
        before = now;
      }
      return gaps.sort((a, b) => a - b);
    });
    process.stdout.write(
      `A frame each ${Math.round(gaps[60] ?? 0)} ms, 95 of 100 within ${Math.round(gaps[114] ?? 0)} ms\n`,
    );
    // There is no gap between the visible rows.
    const drawn = () =>
      scroller(page).evaluate((list) => {
        const { left, top, width, height } = list.getBoundingClientRect();
        const places = Array.from({ length: 20 }, (_, n) => top + ((n + 0.5) / 20) * height);
        return places.every((y) => document.elementFromPoint(left + width / 4, y)?.closest("li") != null);
      });
    await expect.poll(drawn).toBe(true);
  });

  it("keeps the view in place when history is added above", async () => {
    const page = await stage.inRoom(ann, room);
    await message(page, `Message ${count - 1}.`).waitFor();
    // History is loaded only when the test allows it, while the list doesn't scroll.
    const held: Route[] = [];
    await page.route("**/messages?*", (route) => void held.push(route));
    const moves: number[] = [];
    while (moves.length < 6) {
      await wheelUp(page, 1_500);
      if (held.length === 0) continue;
      const before = await anchor(page);
      const height = await heightOf(page);
      for (const route of held.splice(0)) await route.continue();
      await expect.poll(() => heightOf(page)).toBeGreaterThan(height);
      await rest(page);
      moves.push(Math.abs((await offsetOf(page, before.key)) - before.offset));
    }
    expect(moves.filter((moved) => !(moved <= 2))).toEqual([]);
    expect(await heldRows(page)).toBeLessThan(80);
  });

  it("scrolls to its beginning with a bounded document", async () => {
    const page = await stage.inRoom(ann, room);
    await message(page, `Message ${count - 1}.`).waitFor();
    const most = await scroller(page).evaluate(async (list) => {
      let most = 0;
      while (!list.textContent?.includes("This is the beginning of")) {
        list.scrollTo(0, 0);
        await new Promise(requestAnimationFrame);
        most = Math.max(most, list.querySelectorAll("article").length);
      }
      return most;
    });
    await message(page, "Message 0.").waitFor();
    expect(most).toBeLessThan(100);
    await page.getByRole("button", { name: "Jump to latest" }).click();
    await message(page, `Message ${count - 1}.`).waitFor();
  });

  it("doesn't scroll for messages of others while the user reads history, and scrolls to the end for an own message", async () => {
    const page = await stage.inRoom(ann, room);
    await message(page, `Message ${count - 1}.`).waitFor();
    await wheelUp(page, 900);
    const before = await anchor(page);
    await say(bob, room, "Something new");
    await page.getByRole("button", { name: "1 new" }).waitFor();
    expect(Math.abs((await offsetOf(page, before.key)) - before.offset)).toBeLessThanOrEqual(2);
    await write(page, "My own");
    await message(page, "My own").waitFor();
    await page.getByRole("button", { name: "1 new" }).waitFor({ state: "detached" });
    await expect.poll(() => toEnd(page)).toBeLessThan(10);
  });

  it("offers to jump to the first unread message if it is above the window", async () => {
    const busy = await stage.room(ann, "Busy", [bob]);
    const unread = (from: number) => Array.from({ length: 40 }, (_, i) => ({ text: `Unread ${from + i}.` }));
    for (const from of [0, 40]) await bob.call("POST", `/rooms/${busy.id}/messages/batch`, { messages: unread(from) });
    const page = await stage.inRoom(ann, busy);
    await message(page, "Unread 79.").waitFor();
    await page.getByRole("button", { name: "80 unread" }).click();
    await message(page, "Unread 0.").waitFor();
    await page.locator(".separator.unread").waitFor();
    await page.getByRole("button", { name: "80 unread" }).waitFor({ state: "detached" });
  });

  it("takes clicks while the list scrolls", async () => {
    const page = await stage.inRoom(ann, room);
    await message(page, `Message ${count - 1}.`).waitFor();
    await rest(page);
    const missed = await scroller(page).evaluate(async (list) => {
      const { left, top } = list.getBoundingClientRect();
      let missed = 0;
      for (let step = 0; step < 20; step++) {
        list.scrollTop -= 10;
        await new Promise(requestAnimationFrame);
        if (!document.elementFromPoint(left + 100, top + 300)?.closest("article")) missed++;
      }
      return missed;
    });
    expect(missed).toBe(0);
  });

  it("jumps to a replied message far up in history", async () => {
    const old = await bob.call<{ items: { seq: number; text: string }[] }>(
      "GET",
      `/rooms/${room.id}/messages?before=${count - 300}&limit=1`,
    );
    const target = old.items[0];
    const answer = { text: "As I said", replyTo: target?.seq };
    await bob.call("POST", `/rooms/${room.id}/messages`, answer);
    const page = await stage.inRoom(ann, room);
    const first = (target?.text ?? "").split(" And")[0]?.split("\n")[0] ?? "";
    const flashed = page.evaluate(
      () =>
        new Promise<string | null>((resolve) => {
          document.addEventListener("animationstart", ({ animationName, target }) => {
            if (animationName === "flash") resolve((target as Element).textContent);
          });
        }),
    );
    await message(page, "As I said")
      .getByRole("button", { name: /In reply to/ })
      .click();
    expect(await flashed).toContain(first);
    expect(await flashed).not.toContain("As I said");
    await page.locator("article[data-flash=true]").waitFor({ state: "detached" });
  });
});
