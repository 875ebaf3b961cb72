import type { WebSocketRoute } from "playwright-core";
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
});
afterEach(async () => expect(await stage.clear()).toEqual([]));
afterAll(() => stage.close());

describe("messages", () => {
  it("arrive live, with typing before and read receipts after", async () => {
    const [anns, bobs] = [await stage.inRoom(ann, room), await stage.inRoom(bob, room)];
    // Typing signals before the other page is connected are lost, so continue typing.
    const isTyping = async () => {
      await anns.getByRole("textbox", { name: /^Message to/ }).pressSequentially("Hel");
      return bobs.getByText("Ann is typing").last().isVisible();
    };
    await expect.poll(isTyping, { interval: 300 }).toBe(true);
    await write(anns, "Hello Bob");
    await message(bobs, "Hello Bob").waitFor();
    await message(anns, "Hello Bob").getByText("Read by everyone").waitFor({ state: "attached" });
  });

  it("are sent once if Send or Enter is pressed twice quickly", async () => {
    const page = await stage.inRoom(ann, room);
    const field = page.getByRole("textbox", { name: /^Message to/ });
    await field.fill("Clicked twice");
    await page.getByRole("button", { name: "Send" }).dblclick();
    await field.fill("Two clicks at once");
    await page.getByRole("button", { name: "Send" }).evaluate((button: HTMLButtonElement) => {
      button.click();
      button.click();
    });
    await field.fill("Entered twice");
    await Promise.all([field.press("Enter"), field.press("Enter")]);
    await write(page, "And on");
    await message(page, "And on")
      .getByText(/Sent|Read/)
      .waitFor({ state: "attached" });
    const { items } = await bob.call<{ items: { text: string }[] }>("GET", `/rooms/${room.id}/messages?limit=4`);
    expect(items.map(({ text }) => text)).toEqual(["And on", "Entered twice", "Two clicks at once", "Clicked twice"]);
  });

  it("marked as unread stay so until the room is left and opened again", async () => {
    const [shed, hall] = [await stage.room(ann, "Shed", [bob]), await stage.room(ann, "Hall", [bob])];
    for (const text of ["First", "Second", "Third"]) await say(ann, shed, text);
    const page = await stage.inRoom(bob, shed);
    const link = page.getByRole("link", { name: /^Shed/ });
    const unread = async () => {
      const { items } = await bob.call<{ items: { id: string; unreadCount: number }[] }>("GET", "/rooms");
      return items.find(({ id }) => id === shed.id)?.unreadCount;
    };
    await expect.poll(unread).toBe(0);
    await message(page, "Second").hover();
    await message(page, "Second").getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Mark as unread" }).click();
    await link.getByText("2 unread").waitFor();
    await expect.poll(unread).toBe(2);
    await say(ann, shed, "Fourth");
    await message(page, "Fourth").waitFor();
    await expect.poll(unread).toBe(3);
    await page.goto(`${stage.url}#/rooms/${hall.id}`);
    await link.getByText("3 unread").waitFor();
    await page.goto(`${stage.url}#/rooms/${shed.id}`);
    await expect.poll(unread).toBe(0);
  });

  it("missed without a connection appear once and in order when it is back", async () => {
    const tunnel = await stage.room(ann, "Tunnel", [bob]);
    await say(bob, tunnel, "Before");
    // High enough for all messages, because the list contains only those near the window.
    const page = await stage.signIn(ann, { viewport: { width: 1280, height: 3_000 } });
    const sockets: WebSocketRoute[] = [];
    await page.routeWebSocket(/./, (socket) => {
      socket.connectToServer();
      sockets.push(socket);
    });
    await page.goto(`${stage.url}#/rooms/${tunnel.id}`);
    await page.reload();
    await message(page, "Before").waitFor();
    await expect.poll(() => sockets.length).toBeGreaterThan(0);
    await page.context().setOffline(true);
    await Promise.all(sockets.map((socket) => socket.close()));
    await page.getByText("You're offline.").waitFor();
    const missed = Array.from({ length: 60 }, (_, n) => `Missed ${n}.`);
    const sent: { seq: number }[] = [];
    for (const text of missed) sent.push(await say(bob, tunnel, text));
    await bob.call("PATCH", `/rooms/${tunnel.id}/messages/${sent[59]?.seq}`, { text: "Missed 59, mended." });
    expect(await message(page, "Missed").count()).toBe(0);
    await page.context().setOffline(false);
    await message(page, "Missed 59, mended.").waitFor();
    await page.getByText("You're offline.").waitFor({ state: "detached" });
    const texts = await page.locator("article .text").allTextContents();
    expect(texts).toEqual(["Before", ...missed.slice(0, 59), "Missed 59, mended."]);
    await say(bob, tunnel, "And live again");
    await message(page, "And live again").waitFor();
  });

  it("are edited and deleted for everyone", async () => {
    const [anns, bobs] = [await stage.inRoom(ann, room), await stage.inRoom(bob, room)];
    await write(anns, "Teh text");
    await message(bobs, "Teh text").waitFor();
    await anns.keyboard.press("ArrowUp");
    await anns.getByRole("textbox", { name: "Edit message" }).fill("The text");
    await anns.keyboard.press("Enter");
    await message(bobs, "The text").getByText("(edited)").waitFor();
    await message(anns, "The text").hover();
    await message(anns, "The text").getByRole("button", { name: "More actions" }).click();
    await anns.getByRole("menuitem", { name: "Delete…" }).click();
    await anns.getByRole("button", { name: "Delete", exact: true }).click();
    await message(bobs, "This message was deleted.").waitFor();
    expect(await message(bobs, "The text").count()).toBe(0);
    const focused = () => anns.evaluate(() => document.activeElement?.getAttribute("aria-label"));
    await expect.poll(focused).toBe("Message to Garden");
  });

  it("carry reactions and replies", async () => {
    const [anns, bobs] = [await stage.inRoom(ann, room), await stage.inRoom(bob, room)];
    await say(bob, room, "Shall we?");
    const asked = message(anns, "Shall we?").last();
    await asked.hover();
    await asked.getByRole("button", { name: "Add reaction" }).first().click();
    await anns.getByRole("button", { name: "party popper" }).first().click();
    await message(bobs, "Shall we?").getByRole("button", { name: "🎉 1: Ann" }).click();
    await asked.getByRole("button", { name: "🎉 2: you, Bob" }).click();
    await message(bobs, "Shall we?").getByRole("button", { name: "🎉 1: you" }).waitFor();
    await asked.hover();
    await asked.getByRole("button", { name: "Reply" }).click();
    await write(anns, "We shall");
    await message(bobs, "We shall")
      .getByRole("button", { name: /In reply to.*Bob.*Shall we\?/s })
      .waitFor();
  });

  it("are shown as text; only http and https addresses are links", async () => {
    const page = await stage.inRoom(ann, room);
    const text =
      "<script>alert(1)</script> <img src=x onerror=alert(1)> <b>bold</b> javascript:alert(1) https://example.com/a?b=1&c=2. [x](data:text/html,x)";
    await write(page, text);
    const shown = message(page, "onerror");
    expect(await shown.locator(".text").textContent()).toBe(text);
    expect(await shown.locator(".text script, .text img, .text b").count()).toBe(0);
    const links = await shown.locator(".text a").evaluateAll((all) => all.map((one) => one.getAttribute("href")));
    expect(links).toEqual(["https://example.com/a?b=1&c=2"]);
    expect(await shown.locator(".text a").getAttribute("rel")).toContain("noopener");
  });

  it("have their state beside their text in a wide window", async () => {
    const page = await stage.inRoom(ann, room, { viewport: { width: 1920, height: 1000 } });
    await write(page, "Short");
    const tick = await message(page, "Short")
      .getByTitle(/^(Sent|Read)/)
      .boundingBox();
    const end = await message(page, "Short")
      .locator(".text")
      .evaluate((element) => {
        const range = document.createRange();
        range.selectNodeContents(element);
        return range.getBoundingClientRect().right;
      });
    expect((tick?.x ?? 0) - end).toBeGreaterThan(0);
    expect((tick?.x ?? 0) - end).toBeLessThan(40);
  });

  it("of back ends are marked, and those of a user with the same name aren't", async () => {
    const name = "S\u0443stem"; // with a Cyrillic letter, because "System" is reserved
    const impostor = await stage.user(name);
    const desk = await stage.room(ann, "Desk", [impostor]);
    await say(impostor, desk, "Send me your password.");
    await stage.tell(desk, "Deployment finished.");
    const page = await stage.inRoom(ann, desk);
    await message(page, "Deployment finished.").locator(".system-name").waitFor();
    await message(page, "Send me your password.").getByText(name, { exact: true }).waitFor();
    expect(await page.locator("article .system-name").count()).toBe(1);
  });

  it("written without a connection wait, survive a reload, and are sent once when it's back", async () => {
    const [anns, bobs] = [await stage.inRoom(ann, room), await stage.inRoom(bob, room)];
    await anns.route("**/messages", (route) =>
      route.request().method() === "POST" ? route.abort() : route.continue(),
    );
    await write(anns, "From the tunnel");
    await message(anns, "From the tunnel").getByText("Sending").waitFor({ state: "attached" });
    await anns.reload();
    await message(anns, "From the tunnel").waitFor();
    await anns.unroute("**/messages");
    await message(bobs, "From the tunnel").waitFor();
    await message(anns, "From the tunnel")
      .getByText(/Sent|Read/)
      .waitFor({ state: "attached" });
    expect(await message(anns, "From the tunnel").count()).toBe(1);
  });

  it("that are refused show the reason and can be retried", async () => {
    const page = await stage.inRoom(ann, room);
    const problem = { status: 403, contentType: "application/problem+json", body: '{"detail":"Not on a Sunday."}' };
    await page.route("**/messages", (route) =>
      route.request().method() === "POST" ? route.fulfill(problem) : route.continue(),
    );
    await write(page, "Refused");
    await message(page, "Refused").getByRole("alert").getByText("Not on a Sunday.").waitFor();
    await page.unroute("**/messages");
    await message(page, "Refused").getByRole("button", { name: "Try again" }).click();
    await message(page, "Refused")
      .getByText(/Sent|Read/)
      .waitFor({ state: "attached" });
  });

  it("that are too long aren't sent, and the page shows by how much", async () => {
    const page = await stage.inRoom(ann, room);
    const field = page.getByRole("textbox", { name: /^Message to/ });
    await field.fill("ü".repeat(8_200));
    await page.getByText("Message is too long. Shorten it by about 8 characters.").waitFor();
    expect(await page.getByRole("button", { name: "Send" }).isDisabled()).toBe(true);
    await field.fill("");
  });

  it("that are unfinished survive a reload", async () => {
    const page = await stage.inRoom(ann, room);
    await page.getByRole("textbox", { name: /^Message to/ }).fill("Half a thou");
    await page.reload();
    expect(await page.getByRole("textbox", { name: /^Message to/ }).inputValue()).toBe("Half a thou");
    await page.getByRole("textbox", { name: /^Message to/ }).fill("");
  });

  it("still arrive without a live connection, and the page says so", async () => {
    const page = await stage.signIn(ann);
    await page.route("**/negotiate*", (route) => route.abort());
    await page.goto(`${stage.url}#/rooms/${room.id}`);
    await page.reload();
    await page.getByText("No live connection.").waitFor();
    await say(bob, room, "By and by");
    await message(page, "By and by").waitFor();
    await page.unroute("**/negotiate*");
    // The page also retries by itself and may remove the button first.
    const connected = page.getByText("No live connection.").waitFor({ state: "detached" });
    const tryNow = page.getByRole("button", { name: "Try now" }).click();
    await Promise.race([connected, tryNow.catch(() => connected)]);
    await connected;
  });
});
