import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Room } from "../../client/src/wire.ts";
import { type Actor, message, phone, Stage, say } from "./stage";

let stage: Stage;
let ann: Actor;
let bob: Actor;
let room: Room;
const publicName = `Offline ${Date.now()}`;
beforeAll(async () => {
  stage = await Stage.open();
  ann = await stage.user("Ann");
  bob = await stage.user("Bob");
  room = await stage.room(ann, "Garden", [bob]);
  await say(bob, room, "Hello");
  await stage.room(bob, publicName, [], "public");
});
afterEach(async () => expect(await stage.clear()).toEqual([]));
afterAll(() => stage.close());

/** Makes the page's requests fail until the returned function is called. */
async function withoutServer(page: Page): Promise<() => Promise<void>> {
  await page.route("**/api/**", (route) => route.abort());
  return () => page.unroute("**/api/**");
}

describe("without the server, on a phone", () => {
  it("a room shows its header and one retry button, and opens when the server is back", async () => {
    const page = await stage.signIn(ann, phone);
    await page.getByRole("link", { name: /Garden/ }).waitFor();
    const restore = await withoutServer(page);
    await page.getByRole("link", { name: /Garden/ }).click();
    await page.getByRole("heading", { name: "Garden" }).waitFor();
    await page.getByText("Can't reach the server. Your messages will be sent").waitFor();
    await page.getByText("This room opens when the connection is back.").waitFor();
    expect(await page.getByRole("button", { name: /Try/ }).count()).toBe(1);
    await page.getByRole("link", { name: "Back to rooms" }).click();
    await page.getByRole("link", { name: /Garden/ }).click();
    await restore();
    // The page may have retried by itself.
    await page.evaluate(() =>
      [...document.querySelectorAll("button")].find((one) => one.textContent === "Try now")?.click(),
    );
    await message(page, "Hello").waitFor();
  });

  it("public rooms appear when the server is back", async () => {
    const page = await stage.signIn(ann, phone);
    const restore = await withoutServer(page);
    await page.getByRole("link", { name: "Discover", exact: true }).click();
    await page.getByLabel("Find a public room").fill(publicName);
    await page.getByText("Can't reach the server. Check").waitFor();
    await restore();
    await page.getByRole("button", { name: `Join ${publicName}` }).waitFor();
  });
});
