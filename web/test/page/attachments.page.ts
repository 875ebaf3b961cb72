import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Room } from "../../client/src/wire.ts";
import { type Actor, faults, phone, Stage } from "./stage";

let stage: Stage;
let ann: Actor;
let bob: Actor;
let room: Room;
beforeAll(async () => {
  stage = await Stage.open();
  ann = await stage.user("Ann");
  bob = await stage.user("Bob");
});
beforeEach(async () => {
  room = await stage.room(ann, "Garden", [bob]);
});
afterEach(async () => expect(await stage.clear()).toEqual([]));
afterAll(() => stage.close());

const file = (name: string, mimeType = "text/plain", content = "hello") => ({
  name,
  mimeType,
  buffer: Buffer.from(content),
});

describe("a picture", () => {
  it("is attached, sent and shown to others, small in the list and in full size on demand", async () => {
    const page = await stage.inRoom(ann, room);
    const other = await stage.inRoom(bob, room);
    const shot = { name: "shot.png", mimeType: "image/png", buffer: await page.screenshot() };
    await page.locator("input[type=file]").setInputFiles([shot, { ...shot, name: "second.png" }]);
    await page.getByRole("button", { name: "Remove second.png" }).waitFor();
    const send = page.getByRole("button", { name: "Send" });
    await expect.poll(() => send.isEnabled(), { timeout: 30_000 }).toBe(true);
    await send.click();

    const picture = other.getByRole("button", { name: "Show shot.png" });
    await picture.waitFor();
    const loaded = (scope: typeof picture) =>
      scope.locator("img").evaluate((img: HTMLImageElement) => img.decode().then(() => img.naturalWidth));
    expect(await loaded(picture)).toBe(640);
    expect(await faults(other)).toEqual([]);
    await picture.press("Enter");
    const lightbox = other.getByRole("dialog", { name: "shot.png" });
    expect(await loaded(lightbox)).toBe(1280);
    await lightbox.getByText("1 of 2").waitFor();
    await other.keyboard.press("ArrowRight");
    expect(await loaded(other.getByRole("dialog", { name: "second.png" }))).toBe(1280);
    expect(await faults(other)).toEqual([]);
    await other.keyboard.press("Escape");
    await lightbox.waitFor({ state: "detached" });
    expect(await picture.evaluate((button) => button === document.activeElement)).toBe(true);
    await other.getByRole("link", { name: /shot.png, second.png/ }).waitFor();
  });

  it("has its place before it is loaded, and fits a phone", async () => {
    const page = await stage.inRoom(ann, room);
    await page
      .locator("input[type=file]")
      .setInputFiles({ name: "wide.png", mimeType: "image/png", buffer: await page.screenshot() });
    await page.getByRole("button", { name: "Send" }).click();
    await page.getByRole("button", { name: "Show wide.png" }).waitFor();
    const small = await stage.signIn(bob, phone);
    await small.route(/\.thumb|chatattachments/, (route) => route.abort());
    await small.goto(`${stage.url}#/rooms/${room.id}`);
    const box = await small.getByRole("button", { name: "Show wide.png" }).boundingBox();
    expect(Math.round(((box?.width ?? 0) / (box?.height ?? 1)) * 10)).toBe(16);
    expect(await small.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  });
});

describe("another file", () => {
  it("is a card that downloads it, whatever it claims to be", async () => {
    const page = await stage.inRoom(ann, room);
    await page.locator("input[type=file]").setInputFiles(file("evil.html", "text/html", "<script>alert(1)</script>"));
    await page.getByRole("button", { name: "Send" }).click();
    const card = page.getByRole("link", { name: "Download evil.html" });
    await card.waitFor();
    const [download] = await Promise.all([page.waitForEvent("download"), card.click()]);
    expect(download.suggestedFilename()).toBe("evil.html");
  });

  it("that fails to upload can be tried again, and removed", async () => {
    const page = await stage.inRoom(ann, room);
    await page.route(/sp=c/, (route) => route.abort());
    await page.locator("input[type=file]").setInputFiles([file("one.txt"), file("two.txt")]);
    await expect.poll(() => page.getByText("Not uploaded").count(), { timeout: 30_000 }).toBe(2);
    expect(await page.getByRole("button", { name: "Send" }).isEnabled()).toBe(false);
    expect(await faults(page)).toEqual([]);
    await page.unroute(/sp=c/);
    await page.getByRole("button", { name: "Remove one.txt" }).click();
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("button", { name: "Send" }).click();
    await page.getByRole("link", { name: "Download two.txt" }).waitFor();
    expect(await page.getByText("one.txt").count()).toBe(0);
  });

  it("that is too large is refused, and so is an eleventh", async () => {
    const page = await stage.inRoom(ann, room);
    await page
      .locator("input[type=file]")
      .setInputFiles(file("large.bin", "application/octet-stream", "x".repeat(27 * 1024 * 1024)));
    await page.getByText("Files can have up to 26 MB, and can't be empty.").waitFor();
    await page.locator("input[type=file]").setInputFiles(Array.from({ length: 11 }, (_, n) => file(`${n}.txt`)));
    await page.getByText("A message can have up to 10 files.").waitFor();
    expect(await page.getByRole("button", { name: /^Remove/ }).count()).toBe(10);
  });
});
