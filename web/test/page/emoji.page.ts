import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Room } from "../../client/src/wire.ts";
import { type Actor, faults, message, phone, Stage, say } from "./stage";

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

describe("the emoji picker", () => {
  it("finds emojis by words and shortcodes, and keeps the skin tone and the last used", async () => {
    await say(bob, room, "Good morning");
    const page = await stage.inRoom(ann, room);
    const open = async () => {
      await message(page, "Good morning").hover();
      await message(page, "Good morning").getByRole("button", { name: "Add reaction" }).first().click();
      return page.getByRole("searchbox", { name: "Search emojis" });
    };
    let search = await open();
    await page.getByRole("combobox", { name: "Skin tone" }).selectOption("✋🏽");
    await search.fill("waving h");
    await page.getByRole("button", { name: "waving hand" }).click();
    await message(page, "Good morning").getByRole("button", { name: "👋🏽 1: you" }).waitFor();
    await page.reload();
    await message(page, "Good morning").waitFor();
    search = await open();
    const recent = page.getByRole("region", { name: "Recently used" }).getByRole("button");
    await expect.poll(() => recent.first().textContent()).toBe("👋🏽");
    await search.fill("no such emoji");
    await page.getByText("No emojis found.").waitFor();
    await search.fill(":+1");
    await page.keyboard.press("Enter");
    await message(page, "Good morning").getByRole("button", { name: "👍🏽 1: you" }).waitFor();
  });

  it("has no serious axe violations, and fits a phone", async () => {
    for (const options of [{ colorScheme: "dark" as const }, phone]) {
      const page = await stage.inRoom(ann, room, options);
      await page.getByRole("button", { name: "Insert emoji" }).click();
      const picker = page.getByRole("dialog", { name: "Emojis" });
      await picker.getByRole("button", { name: "grinning face", exact: true }).waitFor();
      expect(await faults(page)).toEqual([]);
      await picker.getByRole("button", { name: "Flags", exact: true }).click();
      await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe("🏁");
      const box = await picker.boundingBox();
      expect((box?.x ?? -1) >= 0 && (box?.x ?? 0) + (box?.width ?? 0) <= (page.viewportSize()?.width ?? 0)).toBe(true);
    }
  });
});

describe("a shortcode", () => {
  it("is completed at the caret, and replaced when it is complete", async () => {
    const page = await stage.inRoom(ann, room);
    const field = page.getByRole("textbox", { name: /^Message to/ });
    await field.pressSequentially("Done :tad");
    await page.getByRole("option", { name: /:tada:/ }).waitFor();
    expect(await faults(page)).toEqual([]);
    await page.keyboard.press("Enter");
    expect(await field.inputValue()).toBe("Done 🎉 ");
    await field.pressSequentially("and :roc");
    await page.getByRole("option").nth(1).waitFor();
    await page.keyboard.press("ArrowDown");
    const second = await page.getByRole("option", { selected: true }).textContent();
    await page.keyboard.press("Tab");
    expect(await field.inputValue()).toBe(`Done 🎉 and ${second?.split(" ")[0]} `);
    await field.fill("");
    await field.pressSequentially("(:white_check_mark:");
    await expect.poll(() => field.inputValue()).toBe("(✅");
    await field.pressSequentially(") at 10:30:45 :no_such_code: x");
    expect(await field.inputValue()).toBe("(✅) at 10:30:45 :no_such_code: x");
    await page.keyboard.press("Enter");
    await message(page, "no_such_code").waitFor();
  });

  it("stays unchanged after Escape, and Enter then sends it", async () => {
    const page = await stage.inRoom(ann, room);
    const field = page.getByRole("textbox", { name: /^Message to/ });
    await field.pressSequentially("Not :smi");
    await page.getByRole("listbox", { name: "Suggestions" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("listbox").waitFor({ state: "detached" });
    await page.keyboard.press("Enter");
    await message(page, "Not :smi").waitFor();
  });
});
