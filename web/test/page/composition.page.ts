import type { Locator } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import type { Room } from "../../client/src/wire.ts";
import { type Actor, message, Stage, write } from "./stage";

let stage: Stage;
let ann: Actor;
let bob: Actor;
let room: Room;
beforeAll(async () => {
  stage = await Stage.open();
  ann = await stage.user("Ann");
  bob = await stage.user("Bob");
  room = await stage.room(ann, "Garden");
});
afterEach(async () => expect(await stage.clear()).toEqual([]));
afterAll(() => stage.close());

/** Chrome and Firefox flag keys of a composition; Safari sends the last one later, with this key code only. */
const compositions = [{ isComposing: true }, { keyCode: 229 }];

async function compose(field: Locator, key: string): Promise<void> {
  for (const init of compositions) await field.dispatchEvent("keydown", { key, bubbles: true, ...init });
}

it("a key of an input method doesn't send, save, cancel or select", async () => {
  const page = await stage.inRoom(ann, room);
  await write(page, "First");
  const field = page.getByRole("textbox", { name: /^Message to/ });
  await field.fill("にほ");
  await compose(field, "Enter");
  expect(await field.inputValue()).toBe("にほ");
  await field.fill("");
  await message(page, "First").getByText("Sent").waitFor({ state: "attached" });
  await field.press("ArrowUp");
  const editing = page.getByRole("textbox", { name: "Edit message" });
  await editing.fill("日本");
  await compose(editing, "Escape");
  await compose(editing, "Enter");
  expect(await editing.inputValue()).toBe("日本");
  await editing.press("Escape");
  await page.getByRole("button", { name: "New room or message" }).click();
  await page.getByRole("menuitem", { name: "New room" }).click();
  const isCommand = (more: { isComposing?: boolean; keyCode?: number }) =>
    page.evaluate((init) => {
      const key = new KeyboardEvent("keydown", { key: "Escape", bubbles: true, cancelable: true, ...init });
      return document.activeElement?.dispatchEvent(key);
    }, more);
  for (const init of compositions) expect(await isCommand(init)).toBe(false);
  expect(await isCommand({})).toBe(true);
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.goto(`${stage.url}#/rooms/${room.id}/members`);
  const search = page.getByRole("complementary", { name: "Members" }).getByRole("searchbox");
  await search.fill(bob.login);
  await page.locator(".person-pick").waitFor();
  await compose(search, "Enter");
  expect(await search.inputValue()).toBe(bob.login);
  await search.press("Enter");
  await page.getByText(/Bob.* added/).waitFor();
});
