// Takes the screenshots in docs/images from a running chat with the demo:
//   ./chat run, ./chat demo, npm --prefix web run screenshots
// CHAT_URL is the address of the chat, CHROME_PATH the browser.
import { mkdirSync, writeFileSync } from "node:fs";
import { chromium } from "playwright-core";

const url = new URL("/", process.env.CHAT_URL ?? "http://localhost:7071").href;
const folder = new URL("../../docs/images/", import.meta.url);
const desktop = { viewport: { width: 1280, height: 800 }, deviceScaleFactor: 2, colorScheme: "light" };
const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };

const browser = await chromium.launch({
  executablePath: process.env.CHROME_PATH ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});

async function signIn(login, options) {
  const page = await (await browser.newContext(options)).newPage();
  await page.goto(url);
  await page.getByLabel("Username or email").fill(login);
  await page.getByLabel("Password").fill("correct horse");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("link", { name: /Trailhead lobby/ }).waitFor();
  return page;
}

/** Opens a room with the given message in the middle of the window. */
async function openAt(page, room, text) {
  await page.getByRole("link", { name: room }).click();
  const list = page.locator(".messages");
  const message = page.locator("article", { hasText: text });
  await page.locator("article").last().waitFor();
  for (let i = 0; i < 60 && (await message.count()) === 0; i++) {
    await list.evaluate(async (element) => {
      element.scrollBy(0, -300);
      for (let frame = 0; frame < 6; frame++) await new Promise(requestAnimationFrame);
    });
  }
  await message.evaluate((element) => element.scrollIntoView({ block: "center" }));
}

async function take(page, name) {
  // Hide menus and hover styles, and stop animations.
  await page.mouse.move(0, 0);
  await page.evaluate(() => document.activeElement?.blur());
  await page.evaluate(async () => {
    const ending = document.getAnimations().filter((one) => one.effect?.getComputedTiming().iterations !== Infinity);
    await Promise.allSettled(ending.map((one) => one.finished));
  });
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send("Page.captureScreenshot", { format: "webp", quality: 85 });
  writeFileSync(new URL(`${name}.webp`, folder), Buffer.from(data, "base64"));
}

try {
  mkdirSync(folder, { recursive: true });
  // Other users who are online, for green dots.
  const others = [await signIn("tom", desktop), await signIn("priya", desktop), await signIn("lucia", desktop)];
  const mara = await signIn("mara", desktop);
  await openAt(mara, /Trailmark team/, "touch-action");
  await mara.getByRole("link", { name: "Members" }).click();
  await mara.locator('.member [data-online="true"]').nth(others.length).waitFor();
  await take(mara, "room");
  const rooms = await signIn("mara", { ...phone, colorScheme: "light" });
  await take(rooms, "phone-rooms");
  const lobby = await signIn("noor", { ...phone, colorScheme: "dark" });
  await openAt(lobby, /Trailhead lobby/, "Ahead is up!");
  await take(lobby, "phone-room");
} finally {
  await browser.close();
}
