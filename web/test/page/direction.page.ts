import type { Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import type { Room } from "../../client/src/wire.ts";
import { type Actor, faults, phone, Stage, say } from "./stage";

let stage: Stage;
let dana: Actor;
let room: Room;
beforeAll(async () => {
  stage = await Stage.open();
  dana = await stage.user("דנה לוי");
  room = await stage.room(dana, "חדר התה");
  const { seq } = await say(dana, room, "שלום לכולם, מי רוצה תה?");
  await dana.call("POST", `/rooms/${room.id}/messages`, { text: "אני רוצה", replyTo: seq });
  await dana.call("PUT", `/rooms/${room.id}/messages/${seq}/reactions/${encodeURIComponent("👍")}`);
  const attachments = [
    await upload("מתכון.pdf", "application/pdf"),
    await upload("הקלטה.wav", "audio/wav"),
    await upload("תמונה.png", "image/png", { width: 400, height: 300 }),
  ];
  await dana.call("POST", `/rooms/${room.id}/messages`, { text: "הנה הקבצים", attachments });
});
afterEach(async () => expect(await stage.clear()).toEqual([]));
afterAll(() => stage.close());

/** Uploads a file that no browser can show. */
async function upload(name: string, contentType: string, size = {}): Promise<string> {
  const declaration = { name, contentType, size: 1, ...size };
  const { token, uploadUrl, uploadHeaders } = await dana.call<{
    token: string;
    uploadUrl: string;
    uploadHeaders: Record<string, string>;
  }>("POST", `/rooms/${room.id}/attachments`, declaration);
  await fetch(uploadUrl, { method: "PUT", headers: uploadHeaders, body: "x" });
  return token;
}

async function right(element: Locator): Promise<number> {
  await element.waitFor();
  return element.evaluate((one) => Math.round(one.getBoundingClientRect().right));
}

/** The right edges of the text of a right-to-left message and of what belongs to it. */
async function edges(page: Page, text: string, selector: string): Promise<[number, number]> {
  const row = page.locator("article").filter({ has: page.locator(".message-body", { hasText: text }) });
  return [await right(row.locator(".message-body")), await right(row.locator(selector).first())];
}

it.each([
  ["a wide window", { viewport: { width: 1600, height: 1400 } }],
  ["a phone", phone],
])("in %s, quotes, files, players, pictures and reactions are beside a right-to-left text", async (_, options) => {
  const page = await stage.inRoom(dana, room, options);
  for (const [text, selector] of [
    ["שלום לכולם", ".reaction"],
    ["אני רוצה", ".quote"],
    ["הנה הקבצים", ".file-card"],
    ["הנה הקבצים", ".player"],
    ["הנה הקבצים", ".picture"],
  ] as const) {
    const [body, part] = await edges(page, text, selector);
    expect({ selector, part }).toEqual({ selector, part: body });
  }
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  expect(await faults(page)).toEqual([]);
});

it("In a file's card, the name and the size begin at the same side", async () => {
  const page = await stage.inRoom(dana, room);
  const card = page.getByRole("link", { name: /^Download/ });
  expect(await right(card.locator(".upload-name"))).toBe(await right(card.locator("bdi", { hasText: "1 byte" })));
});
