import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Actor, faults, message, phone, Stage, say } from "./stage";

let stage: Stage;
let ann: Actor;
let bob: Actor;
beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(async () => expect(await stage.clear()).toEqual([]));
afterAll(() => stage.close());

const newPair = async (name = "Bob") => {
  [ann, bob] = [await stage.user("Ann"), await stage.user(name)];
};
const links = (page: Page) => page.getByRole("navigation", { name: "Rooms" }).getByRole("link");
const composer = (page: Page) => page.getByRole("textbox", { name: /^Message to/ });

/** Opens a menu and chooses an item of it, by the keyboard alone. */
async function choose(page: Page, menu: string | RegExp, item: string): Promise<void> {
  await page.getByRole("button", { name: menu }).focus();
  await page.keyboard.press("Enter");
  const chosen = page.getByRole("menu").locator("button", { hasText: new RegExp(`^${item}$`) });
  await chosen.waitFor();
  const isChosen = () => chosen.evaluate((element) => element === document.activeElement);
  for (let step = 0; step < 12 && !(await isChosen()); step++) await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
}

describe("a mention", () => {
  it("is completed by the keyboard, and shown, counted and listed for the user whom it mentions", async () => {
    await newPair();
    const room = await stage.room(ann, "Garden", [bob]);
    const bobs = await stage.signIn(bob);
    const page = await stage.inRoom(ann, room);
    await composer(page).pressSequentially("Hi @");
    const option = page.getByRole("option", { name: "Bob" });
    await option.waitFor();
    expect(await faults(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await option.waitFor({ state: "detached" });
    await page.keyboard.press("Backspace");
    await composer(page).pressSequentially("@bo");
    await option.waitFor();
    await page.keyboard.press("Enter");
    expect(await composer(page).inputValue()).toBe("Hi @Bob ");
    await composer(page).pressSequentially("how are you?");
    await page.keyboard.press("Enter");
    await message(page, "Hi @Bob how are you?").locator(".mention[data-me=false]").waitFor();

    await links(bobs)
      .filter({ hasText: /Garden.*@1 mentions/s })
      .waitFor();
    await links(bobs)
      .filter({ hasText: /^Mentions\s*1/ })
      .focus();
    await bobs.keyboard.press("Enter");
    const hit = bobs.getByRole("main").getByRole("link", { name: /Garden.*Hi @Bob how are you/s });
    await hit.waitFor();
    expect(await faults(bobs)).toEqual([]);
    await hit.focus();
    await bobs.keyboard.press("Enter");
    await message(bobs, "Hi @Bob").locator(".mention[data-me=true]").waitFor();
    await links(bobs).filter({ hasText: "@1" }).waitFor({ state: "detached" });
  });

  it("keeps its users when the message is edited, and is one of the room for admins only", async () => {
    await newPair();
    const room = await stage.room(ann, "Garden", [bob]);
    await say(ann, room, `<@${bob.id}> and <@room>`);
    const page = await stage.inRoom(ann, room);
    await message(page, "@Bob and @room").waitFor();
    await page.keyboard.press("ArrowUp");
    const field = page.getByRole("textbox", { name: "Edit message" });
    expect(await field.inputValue()).toBe("@Bob and @room");
    await field.pressSequentially(", tea!");
    await page.keyboard.press("Enter");
    await message(page, "@Bob and @room, tea!").locator(".mention").nth(1).waitFor();
    const bobs = await stage.inRoom(bob, room, { colorScheme: "dark" });
    await message(bobs, "@Bob and @room, tea!").waitFor();
    await composer(bobs).pressSequentially("@");
    await bobs.getByRole("option", { name: "Ann" }).waitFor();
    expect(await bobs.getByRole("option").count()).toBe(1);
    expect(await faults(bobs)).toEqual([]);
  });

  it("of a user with a name from right to left is completed by touch", async () => {
    await newPair("אורית כהן");
    const room = await stage.room(ann, "Garden", [bob]);
    const page = await stage.inRoom(ann, room, phone);
    await page.evaluate(() => {
      document.documentElement.dir = "rtl";
    });
    await composer(page).pressSequentially("@כה");
    await page.getByRole("option", { name: "אורית כהן" }).tap();
    expect(await composer(page).inputValue()).toBe("@אורית כהן ");
    expect(await faults(page)).toEqual([]);
    await page.getByRole("button", { name: "Send" }).tap();
    await page.locator("article .mention", { hasText: "@אורית כהן" }).waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  });
});

describe("the preferences of a room", () => {
  it("list favourites first, and filter the page's title and notifications", async () => {
    await newPair();
    const [garden, kitchen] = [await stage.room(ann, "Garden", [bob]), await stage.room(ann, "Kitchen", [bob])];
    const page = await stage.inRoom(bob, garden);
    await page.evaluate(() => {
      const shown: string[] = [];
      const fake = class {
        static permission = "granted";
        static requestPermission = async () => "granted";
        constructor(title: string, { body }: NotificationOptions) {
          shown.push(`${title}: ${body}`);
        }
      };
      Object.assign(window, { Notification: fake, shown });
    });
    const shown = () => page.evaluate(() => (window as unknown as { shown: string[] }).shown);
    await choose(page, /account and settings/, "Turn on desktop notifications");
    await choose(page, "Room actions", "Add to favourites");
    await links(page)
      .filter({ hasText: /Garden\s*Favourite/ })
      .waitFor();
    await say(ann, kitchen, "Every message");
    await expect.poll(shown).toEqual(["Kitchen: Ann: Every message"]);
    await expect.poll(() => page.title()).toBe("(1) ChatFunctions");
    const names = await page.locator(".room-link-name").allTextContents();
    expect(names).toEqual(["Garden", "Kitchen"]);

    await links(page).filter({ hasText: "Kitchen" }).click();
    await composer(page).waitFor();
    await choose(page, "Room actions", "Mentions");
    await page.getByRole("button", { name: "Room actions" }).click();
    await page.getByRole("menuitemradio", { name: "Mentions", checked: true }).waitFor();
    await page.keyboard.press("Escape");
    await expect.poll(() => page.title()).toBe("ChatFunctions");
    await links(page).filter({ hasText: "Garden" }).click();
    await say(ann, kitchen, "Not for Bob");
    await links(page)
      .filter({ hasText: /Kitchen.*Not for Bob.*1 unread/s })
      .waitFor();
    expect(await page.title()).toBe("ChatFunctions");
    await say(ann, kitchen, `For <@${bob.id}>`);
    await expect.poll(shown).toEqual(["Kitchen: Ann: Every message", "Kitchen: Ann: For @Bob"]);
    await expect.poll(() => page.title()).toBe("(1) ChatFunctions");
    expect(await faults(page)).toEqual([]);
  });
});
