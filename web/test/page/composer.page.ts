import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Room } from "../../client/src/wire.ts";
import { type Actor, message, Stage, say, write } from "./stage";

let stage: Stage;
let ann: Actor;
let bob: Actor;
let room: Room;
beforeAll(async () => {
  stage = await Stage.open();
  ann = await stage.user("Ann");
  bob = await stage.user("Bob");
  room = await stage.room(ann, "Garden", [bob]);
  await say(bob, room, "Shall we?");
});
afterEach(async () => expect(await stage.clear()).toEqual([]));
afterAll(() => stage.close());

describe("what is written", () => {
  it("continues after an emoji from the picker", async () => {
    const page = await stage.inRoom(ann, room);
    const field = page.getByRole("textbox", { name: /^Message to/ });
    await field.fill("Cake ?");
    await field.press("ArrowLeft");
    await page.getByRole("button", { name: "Insert emoji" }).click();
    await page.getByRole("searchbox", { name: "Search emojis" }).fill(":cake:");
    await page.keyboard.press("Enter");
    await page.keyboard.type(" now");
    expect(await field.inputValue()).toBe("Cake 🍰 now?");
    await field.fill("");
  });

  it("is still a reply after a visit to another room and a reload", async () => {
    const other = await stage.room(ann, "Kitchen");
    const page = await stage.inRoom(ann, room);
    await message(page, "Shall we?").hover();
    await message(page, "Shall we?").getByRole("button", { name: "Reply" }).click();
    await page.getByRole("link", { name: /Kitchen/ }).click();
    await page.getByRole("textbox", { name: "Message to Kitchen" }).waitFor();
    expect(await page.getByText("Replying to").count()).toBe(0);
    await page.goto(`${stage.url}#/rooms/${room.id}`);
    await page.getByText("Replying to Bob: Shall we?").waitFor();
    await page.reload();
    await page.getByText("Replying to Bob: Shall we?").waitFor();
    await write(page, "We shall");
    await message(page, "We shall")
      .getByRole("button", { name: /In reply to/ })
      .waitFor();
    expect(await page.getByText("Replying to").count()).toBe(0);
    expect(other.id).not.toBe(room.id);
  });

  it("is discarded at sign-out after a confirmation, with all notices", async () => {
    const page = await stage.inRoom(ann, room);
    await page.getByRole("textbox", { name: /^Message to/ }).fill("A secret draft");
    await page.goto(`${stage.url}#/rooms/${room.id}/settings`);
    await page.getByLabel("Name").fill("Garden 2");
    await page.getByRole("button", { name: "Rename" }).click();
    await page.getByText("Room renamed").waitFor();
    await page.route("**/messages", (route) => route.abort());
    await page.getByRole("textbox", { name: /^Message to/ }).press("Enter");
    await page.getByRole("textbox", { name: /^Message to/ }).fill("Another one");
    await page.getByRole("button", { name: /account and settings/ }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await page.getByText("1 message not sent yet.").waitFor();
    await page.getByRole("button", { name: "Sign out", exact: true }).click();
    await page.getByRole("button", { name: "Sign in" }).waitFor();
    expect(await page.getByText("Room renamed").count()).toBe(0);
    expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toMatch(/secret|Another/);
  });
});

describe("a file", () => {
  it("that is dropped or pasted is attached, and the page stays", async () => {
    const page = await stage.inRoom(ann, room);
    const field = page.getByRole("textbox", { name: /^Message to/ });
    for (const type of ["drop", "paste"]) {
      const left = await field.evaluate((element, kind) => {
        const data = new DataTransfer();
        data.items.add(new File(["x"], "x.png", { type: "image/png" }));
        const init = { bubbles: true, cancelable: true };
        return element.dispatchEvent(
          kind === "drop"
            ? new DragEvent(kind, { ...init, dataTransfer: data })
            : new ClipboardEvent(kind, { ...init, clipboardData: data }),
        );
      }, type);
      expect(left).toBe(false);
      await page.getByRole("button", { name: "Remove x.png" }).click();
    }
  });
});

describe("text from right to left", () => {
  it("has its own direction everywhere", async () => {
    const [text, name] = ["שלום, Bob!", "גינה"];
    const dana = await stage.user("Dana");
    await dana.call("PATCH", "/me", { username: "דנה" });
    const hall = await stage.room(dana, name, [ann]);
    await say(dana, hall, text);
    const page = await stage.inRoom(ann, hall);
    await message(page, text).waitFor();
    const field = page.getByRole("textbox", { name: /^Message to/ });
    await field.fill(text);
    const directions = await page.evaluate(
      (texts) =>
        [...document.querySelectorAll<HTMLElement>("#root *")]
          .filter((element) => {
            const own = element instanceof HTMLTextAreaElement ? element.value : element.textContent;
            return element.childElementCount === 0 && texts.includes(own ?? "");
          })
          .map((element) => getComputedStyle(element).direction),
      [text, name, "דנה"],
    );
    expect(directions.length).toBeGreaterThan(5);
    const body = message(page, text).locator(".message-body");
    const toEdge = await body.evaluate((element) => {
      const range = document.createRange();
      range.selectNodeContents(element.querySelector(".text") ?? element);
      return element.getBoundingClientRect().right - range.getBoundingClientRect().right;
    });
    expect(Math.abs(toEdge)).toBeLessThan(4);
    expect(new Set(directions)).toEqual(new Set(["rtl"]));
    await field.fill("");
  });
});

describe("the focus", () => {
  it("moves to the nearest control when the focused one is removed", async () => {
    const eve = await stage.user("Eve");
    for (const text of ["One", "Two"]) await stage.notify(eve, text);
    const page = await stage.signIn(eve, {}, "#/notifications");
    const buttons = page.getByRole("button", { name: "Mark as read" });
    await buttons.nth(1).waitFor();
    const focused = () => page.evaluate(() => document.activeElement?.textContent);
    await buttons.first().press("Enter");
    await expect.poll(() => buttons.count()).toBe(1);
    await expect.poll(focused).toBe("Mark as read");
    await page.keyboard.press("Enter");
    await expect.poll(() => buttons.count()).toBe(0);
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe("main");
  });

  it("stays at the search after a person is added by Enter on a result", async () => {
    const eve = await stage.user("Eve");
    const page = await stage.inRoom(ann, await stage.room(ann, "Hall"));
    await page.getByRole("link", { name: "Members" }).click();
    const search = page.getByRole("complementary", { name: "Members" }).getByRole("searchbox");
    await search.fill(eve.login);
    await page.locator(".person-pick").press("Enter");
    await page.getByText(/Eve.* added/).waitFor();
    await expect.poll(() => search.evaluate((field) => field === document.activeElement)).toBe(true);
  });
});
