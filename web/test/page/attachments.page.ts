import { crc32, deflateSync } from "node:zlib";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Message, Room, Upload } from "../../client/src/wire.ts";
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

/** A WAV file of silence. */
function silence(seconds: number): Buffer {
  const samples = 8_000 * seconds;
  const header = Buffer.alloc(44);
  header.write("RIFF", 0);
  header.writeUInt32LE(36 + samples, 4);
  header.write("WAVEfmt ", 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(8_000, 24);
  header.writeUInt32LE(8_000, 28);
  header.writeUInt16LE(1, 32);
  header.writeUInt16LE(8, 34);
  header.write("data", 36);
  header.writeUInt32LE(samples, 40);
  return Buffer.concat([header, Buffer.alloc(samples, 128)]);
}

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

/** A PNG with so many black pixels on each side. Its file is a thousandth of its pixels at most. */
function black(side: number): Uint8Array<ArrayBuffer> {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    check.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, check]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header[8] = 1;
  const pixels = deflateSync(Buffer.alloc(side * (1 + Math.ceil(side / 8))), { level: 9 });
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
  return Uint8Array.from(
    Buffer.concat([signature, chunk("IHDR", header), chunk("IDAT", pixels), chunk("IEND", Buffer.alloc(0))]),
  );
}

describe("a picture with far more pixels than it declares", () => {
  /** Sends a small picture with this thumbnail, or this picture without one. */
  async function send(
    name: string,
    picture: Uint8Array<ArrayBuffer>,
    thumbnail?: Uint8Array<ArrayBuffer>,
  ): Promise<void> {
    const contentType = name.endsWith(".mp4") ? "video/mp4" : "image/png";
    const declared = { name, contentType, size: picture.length, width: 100, height: 100 };
    const upload = await bob.call<Upload>("POST", `/rooms/${room.id}/attachments`, declared);
    await fetch(upload.uploadUrl, { method: "PUT", headers: upload.uploadHeaders, body: picture });
    const headers = { ...upload.uploadHeaders, "Content-Type": "image/png" };
    if (thumbnail) await fetch(upload.thumbnailUploadUrl ?? "", { method: "PUT", headers, body: thumbnail });
    await bob.call("POST", `/rooms/${room.id}/messages`, { attachments: [upload.token] });
  }

  it("is a card instead, also if only its thumbnail or its original is so large", async () => {
    const [small, huge] = [black(100), black(10_000)];
    await send("huge.png", huge);
    await send("thumbnail.png", small, huge);
    await send("original.png", huge, small);
    await send("small.png", small, small);
    await send("huge.mp4", small, huge);
    await send("small.mp4", small, small);
    const page = await stage.inRoom(ann, room);
    await page.getByRole("link", { name: "Download huge.png" }).waitFor();
    await page.getByRole("link", { name: "Download thumbnail.png" }).waitFor();
    await page.getByRole("button", { name: "Show small.png" }).locator("img[data-shown]").waitFor();
    await page.locator("video[aria-label='small.mp4'][poster]").waitFor();
    expect(await page.locator("video[aria-label='huge.mp4']").getAttribute("poster")).toBe(null);
    await page.getByRole("button", { name: "Show original.png" }).click();
    const lightbox = page.getByRole("dialog", { name: "original.png" });
    const shown = lightbox.locator("img[data-shown]");
    await shown.waitFor();
    expect(await shown.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(100);
  });
});

describe("an address that has expired", () => {
  /** Makes the addresses expired in what the page reads, until the returned function is called. */
  async function expire(page: Page, answers: RegExp): Promise<() => Promise<void>> {
    await page.route(answers, async (route) => {
      const response = await route.fetch();
      const body = (await response.text()).replace(/\bse=[^&"\\]+/g, "se=2020-01-01T00%3A00%3A00Z");
      await route.fulfill({ response, body });
    });
    return () => page.unroute(answers);
  }

  async function open(actor: Actor): Promise<Page> {
    const page = await stage.signIn(actor);
    await expire(page, /\/(messages\?|events)/);
    await page.goto(`${stage.url}#/rooms/${room.id}`);
    return page;
  }

  async function send(files: readonly { name: string; mimeType: string; buffer: Buffer }[]): Promise<void> {
    const page = await stage.inRoom(ann, room);
    await page.locator("input[type=file]").setInputFiles([...files]);
    await page.getByRole("button", { name: `Remove ${files[0]?.name}` }).waitFor();
    const button = page.getByRole("button", { name: "Send" });
    await expect.poll(() => button.isEnabled(), { timeout: 30_000 }).toBe(true);
    await button.click();
    await page.getByRole("button", { name: `Remove ${files[0]?.name}` }).waitFor({ state: "detached" });
    await expect
      .poll(async () => (await ann.call<{ items: Message[] }>("GET", `/rooms/${room.id}/messages`)).items.length)
      .toBe(1);
  }

  it("of a file is renewed, and the file downloaded without leaving the page, as often as it expires", async () => {
    await send([file("notes.txt")]);
    const page = await open(bob);
    const restore = await expire(page, /\/messages\/\d+$/);
    const card = page.getByRole("link", { name: "Download notes.txt" });
    const [failed] = await Promise.all([page.context().waitForEvent("page"), card.click()]);
    await failed.close();
    await restore();
    const [download] = await Promise.all([page.waitForEvent("download"), card.click()]);
    expect(download.suggestedFilename()).toBe("notes.txt");
    expect(await page.getByRole("textbox", { name: /^Message to/ }).isVisible()).toBe(true);
  });

  it("of a picture is renewed, also in the lightbox", async () => {
    const page = await stage.page();
    await send([{ name: "shot.png", mimeType: "image/png", buffer: await page.screenshot() }]);
    const other = await open(bob);
    const picture = other.getByRole("button", { name: "Show shot.png" });
    const width = (img: HTMLImageElement) => img.naturalWidth;
    await expect.poll(() => picture.locator("img").evaluate(width)).toBe(640);
    await picture.click();
    const lightbox = other.getByRole("dialog", { name: "shot.png" });
    await expect.poll(() => lightbox.locator("img").evaluate(width)).toBe(1280);
    const original = lightbox.getByRole("link", { name: "Open original" });
    expect(await original.getAttribute("href")).not.toContain("se=2020");
  });

  it("of a sound is renewed when it is played", async () => {
    await send([{ name: "tone.wav", mimeType: "audio/wav", buffer: silence(30) }]);
    const page = await open(bob);
    const player = page.locator("audio");
    await player.waitFor();
    await player.evaluate((audio: HTMLAudioElement) => audio.play().catch(() => {}));
    await expect.poll(() => player.evaluate((audio: HTMLAudioElement) => audio.currentTime)).toBeGreaterThan(0);
    expect(await player.getAttribute("src")).not.toContain("se=2020");
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

  it("that is uploaded survives a reload until it is sent or expires", async () => {
    const page = await stage.inRoom(ann, room);
    await page.locator("input[type=file]").setInputFiles([file("one.txt"), file("two.txt")]);
    const send = page.getByRole("button", { name: "Send" });
    const remove = page.getByRole("button", { name: /^Remove/ });
    await expect.poll(() => send.isEnabled(), { timeout: 30_000 }).toBe(true);
    await page.reload();
    await page.getByRole("button", { name: "Remove two.txt" }).click();
    await page.reload();
    await page.getByRole("button", { name: "Remove one.txt" }).waitFor();
    expect(await remove.count()).toBe(1);
    await send.click();
    await page.getByRole("link", { name: "Download one.txt" }).waitFor();
    await page.reload();
    await page.getByRole("link", { name: "Download one.txt" }).waitFor();
    expect(await remove.count()).toBe(0);

    await page.locator("input[type=file]").setInputFiles(file("three.txt"));
    await expect.poll(() => send.isEnabled(), { timeout: 30_000 }).toBe(true);
    await page.evaluate(() => {
      for (const [key, value] of Object.entries(localStorage)) {
        if (key.includes("/files/")) localStorage.setItem(key, value.replace(/"startedAt":\d+/, '"startedAt":0'));
      }
    });
    await page.reload();
    await page.getByText("No longer attached, because it expired or another tab sent it: three.txt").waitFor();
    expect(await remove.count()).toBe(0);
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
