import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Room, Upload, User } from "../../client/src/wire.ts";
import { type Actor, faults, message, phone, Stage, say } from "./stage";

let stage: Stage;
let ann: Actor;
let bob: Actor;
let room: Room;
beforeAll(async () => {
  stage = await Stage.open();
});
beforeEach(async () => {
  ann = await stage.user("Ann");
  bob = await stage.user("Bob");
  room = await stage.room(ann, "Garden", [bob]);
});
afterEach(async () => expect(await stage.clear()).toEqual([]));
afterAll(() => stage.close());

const shot = async (page: Page) => ({ name: "me.png", mimeType: "image/png", buffer: await page.screenshot() });

/** The width of the loaded picture in an element; 0: initials. */
const widthIn = (page: Page, selector: string) =>
  page
    .locator(`${selector} img[data-shown]`)
    .evaluateAll((imgs) => imgs.map((img) => (img as HTMLImageElement).naturalWidth)[0] ?? 0);

/** Sets a picture through the API. */
async function setPicture(actor: Actor) {
  const body = Buffer.from("not really a picture");
  const upload = await actor.call<Upload>("POST", "/me/picture", { contentType: "image/png", size: body.length });
  await fetch(upload.uploadUrl, { method: "PUT", headers: upload.uploadHeaders, body });
  await actor.call("PUT", "/me/picture", { token: upload.token });
}

async function openAccount(page: Page) {
  await page.getByRole("button", { name: /account and settings/ }).click();
  await page.getByRole("menuitem", { name: "Account" }).click();
  return page.getByRole("region", { name: "Picture" });
}

describe("a picture of a user", () => {
  it("is chosen, seen before it is saved, shown everywhere, and removed", async () => {
    await say(ann, room, "hello");
    await ann.call("PUT", `/direct/${bob.id}`);
    const page = await stage.inRoom(ann, room);
    const picture = await openAccount(page);
    await picture.locator("input[type=file]").setInputFiles(await shot(page));
    await picture.getByText("Others will see the picture like this.").waitFor();
    await expect.poll(() => widthIn(page, ".picture-form .avatar")).toBe(256);
    expect(await faults(page)).toEqual([]);
    await picture.getByRole("button", { name: "Cancel" }).click();
    expect((await ann.call<User>("GET", "/me")).pictureUrl).toBeUndefined();

    await picture.locator("input[type=file]").setInputFiles(await shot(page));
    await picture.getByRole("button", { name: "Save picture" }).press("Enter");
    await page.getByText("Picture updated").waitFor();
    await expect.poll(() => widthIn(page, ".user-button")).toBe(256);
    await picture.getByRole("button", { name: "Remove picture" }).waitFor();
    expect(await faults(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await expect.poll(() => widthIn(page, "article .avatar")).toBe(256);

    await expect
      .poll(async () => JSON.stringify(await bob.call("GET", `/rooms/${room.id}/members`)))
      .toContain("pictureUrl");
    const other = await stage.inRoom(bob, room);
    await expect.poll(() => widthIn(other, "article .avatar")).toBe(256);
    await other.getByRole("link", { name: /^Ann/ }).waitFor();
    await expect.poll(() => widthIn(other, "nav a .avatar")).toBe(256);

    await (await openAccount(page)).getByRole("button", { name: "Remove picture" }).click();
    await page.getByText("Picture removed").waitFor();
    await expect.poll(() => widthIn(page, ".user-button")).toBe(0);
    await expect.poll(() => widthIn(page, "article .avatar")).toBe(0);
  });

  it("is uploaded once and set when the server has scanned it", async () => {
    const page = await stage.signIn(ann);
    const calls: string[] = [];
    await page.route("**/me/picture", (route) => {
      calls.push(route.request().method());
      const isFirst = calls.filter((method) => method === "PUT").length === 1;
      return route.request().method() === "PUT" && isFirst
        ? route.fulfill({ status: 503, headers: { "retry-after": "1" }, json: { code: "scan_pending" } })
        : route.continue();
    });
    const picture = await openAccount(page);
    await picture.locator("input[type=file]").setInputFiles(await shot(page));
    await picture.getByRole("button", { name: "Save picture" }).click();
    await page.getByText("Picture updated").waitFor();
    expect(calls).toEqual(["POST", "PUT", "PUT"]);
  });

  it("is dropped on a phone-sized dialog, and a file that is no picture is refused", async () => {
    const page = await stage.signIn(ann, phone);
    const picture = await openAccount(page);
    const drop = async (name: string, type: string, content: string) => {
      const data = await page.evaluateHandle(
        ([name, type, content]) => {
          const transfer = new DataTransfer();
          const bytes = Uint8Array.from(atob(content), (char) => char.charCodeAt(0));
          transfer.items.add(new File([bytes], name, { type }));
          return transfer;
        },
        [name, type, content] as const,
      );
      await picture.dispatchEvent("drop", { dataTransfer: data });
    };
    await drop("me.svg", "image/svg+xml", btoa("<svg xmlns='http://www.w3.org/2000/svg'/>"));
    await picture.getByText("This picture can't be read.").waitFor();
    await drop("me.png", "image/png", (await page.screenshot()).toString("base64"));
    await picture.getByRole("button", { name: "Save picture" }).waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    expect(await faults(page)).toEqual([]);
  });

  it("gives way to initials if it can't be loaded, and a picture on another server isn't asked for", async () => {
    const backEnd = await stage.backEnd();
    const asked: string[] = [];
    await say(ann, room, "hello");
    await setPicture(ann);
    const page = await stage.signIn(bob);
    page.on("request", (request) => asked.push(request.url()));
    await page.route(/sp=r/, (route) => route.abort());
    await page.goto(`${stage.url}#/rooms/${room.id}`);
    await expect.poll(() => asked.filter((url) => url.includes("sp=r")).length).toBeGreaterThan(0);
    await expect.poll(() => page.locator("article .avatar img").count()).toBe(0);
    expect(await page.locator("article .avatar").getAttribute("data-initials")).toBe("A");
    await expect.poll(() => asked.filter((url) => url.endsWith(`/api/users/${ann.id}`)).length).toBe(1);

    const externalId = crypto.randomUUID();
    const carl = await backEnd<User>("PUT", `/users/external/${externalId}`, {
      username: "Carl",
      pictureUrl: "https://pictures.invalid/carl.png",
    });
    await bob.call("PUT", `/direct/${carl.id}`);
    await page.getByRole("link", { name: /^Carl/ }).click();
    await page.getByRole("textbox", { name: "Message to Carl" }).waitFor();
    expect(asked.filter((url) => url.includes("pictures.invalid"))).toEqual([]);
    expect(await page.locator(".intro .avatar img").count()).toBe(0);
  });
});

describe("a picture of a room", () => {
  it("is set by an admin in the settings, and appears for the others", async () => {
    await say(bob, room, "hi");
    const other = await stage.inRoom(bob, room);
    const page = await stage.inRoom(ann, room);
    await page.getByRole("link", { name: "Room settings" }).click();
    const picture = page.getByRole("region", { name: "Picture" });
    await picture.locator("input[type=file]").setInputFiles(await shot(page));
    await picture.getByRole("button", { name: "Save picture" }).click();
    await page.getByText("Picture updated").waitFor();

    await expect.poll(() => widthIn(other, "nav .room-icon")).toBe(256);
    const { code } = await ann.call<{ code: string }>("POST", `/rooms/${room.id}/invitations`, {});
    const guest = await stage.signIn(await stage.user("Cy"), {}, `#/join/${code}`);
    await expect.poll(() => widthIn(guest, ".blank .room-icon")).toBe(256);
    expect(await faults(page)).toEqual([]);
    expect(await faults(other)).toEqual([]);
    await other.getByRole("link", { name: "Room settings" }).click();
    await other.getByRole("heading", { name: "Leave" }).waitFor();
    expect(await other.getByRole("region", { name: "Picture" }).count()).toBe(0);
    await message(other, "hi").waitFor();
    await picture.getByRole("button", { name: "Remove picture" }).click();
    await expect.poll(() => widthIn(other, "nav .room-icon")).toBe(0);
  });
});
