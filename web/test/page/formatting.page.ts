import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Room } from "../../client/src/wire.ts";
import { type Actor, faults, message, Stage, say } from "./stage";

let stage: Stage;
let ann: Actor;
let bob: Actor;
let room: Room;
beforeAll(async () => {
  stage = await Stage.open();
  ann = await stage.user("Ann");
  bob = await stage.user("Bob");
  room = await stage.room(ann, "Garden", [bob]);
});
afterEach(async () => expect(await stage.clear()).toEqual([]));
afterAll(() => stage.close());

describe("formatting", () => {
  it("is applied to the selection by shortcuts and by the menu, and can be undone", async () => {
    const page = await stage.inRoom(ann, room);
    const field = page.getByRole("textbox", { name: /^Message to/ });
    await field.fill("Plant beans today");
    const selectBeans = () => field.evaluate((area: HTMLTextAreaElement) => area.setSelectionRange(6, 11));
    await selectBeans();
    await page.keyboard.press("Control+b");
    expect(await field.inputValue()).toBe("Plant **beans** today");
    await page.keyboard.press("Control+b");
    expect(await field.inputValue()).toBe("Plant beans today");
    await page.keyboard.press("Control+Shift+x");
    expect(await field.inputValue()).toBe("Plant ~~beans~~ today");
    await page.keyboard.press("Control+z");
    expect(await field.inputValue()).toBe("Plant beans today");
    await selectBeans();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.getByRole("menuitem", { name: "Italic" }).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    expect(await field.inputValue()).toBe("Plant _beans_ today");
    await field.press("Enter");
    await message(page, "Plant").locator("em", { hasText: "beans" }).waitFor();
  });

  it("of a message is shown, and not in previews of it", async () => {
    const page = await stage.inRoom(ann, room);
    await say(bob, room, "> Who waters?\n**I** do, [as planned](https://example.com/plan):\n1. beans\n2. ~~roses~~");
    const shown = message(page, "Who waters?");
    await shown.locator("blockquote", { hasText: "Who waters?" }).waitFor();
    expect(await shown.locator("strong, a, li, s").allTextContents()).toEqual([
      "I",
      "as planned",
      "beans",
      "roses",
      "roses",
    ]);
    await page.getByRole("link", { name: /Garden.*Who waters\?\s+I do, as planned:/s }).waitFor();
    await shown.hover();
    await shown.getByRole("button", { name: "Reply" }).click();
    await page.getByText(/^Replying to Bob: Who waters\?\s+I do, as planned:/).waitFor();
    expect(await faults(page)).toEqual([]);
  });

  it("of code is highlighted in both themes, and HTML in it is text", async () => {
    await say(bob, room, "```html\n<script>alert(1)</script> <!-- note -->\n```");
    for (const colorScheme of ["light", "dark"] as const) {
      const page = await stage.inRoom(ann, room, { colorScheme });
      await message(page, "alert(1)").locator(".hljs-comment", { hasText: "<!-- note -->" }).waitFor();
      expect(await message(page, "alert(1)").locator("script").count()).toBe(0);
      expect(await faults(page)).toEqual([]);
    }
  });
});
