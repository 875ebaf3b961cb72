import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { faults, keepHighlights, message, Stage, say } from "./stage";

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(async () => expect(await stage.clear()).toEqual([]));
afterAll(() => stage.close());

describe("reports of messages", () => {
  it("reach the admins, who see the reason, jump to the message, dismiss the reports or delete it", async () => {
    const [ann, bob, eve] = [await stage.user("Ann"), await stage.user("Bob"), await stage.user("Eve")];
    const room = await stage.room(ann, "Garden", [bob, eve]);
    await say(eve, room, "Buy my seeds");
    await say(eve, room, "Cheap seeds");
    const anns = await stage.inRoom(ann, room);
    const bobs = await stage.inRoom(bob, room);
    const report = async (text: string, reason: string) => {
      await message(bobs, text).getByRole("button", { name: "More actions" }).focus();
      await bobs.keyboard.press("Enter");
      await bobs.getByRole("menuitem", { name: "Report…" }).click();
      const dialog = bobs.getByRole("dialog", { name: "Report message" });
      await dialog.getByLabel("Reason").fill(reason);
      expect(await faults(bobs)).toEqual([]);
      await bobs.keyboard.press("Enter");
      await bobs.getByText("Reported to the room's admins").last().waitFor();
      await dialog.waitFor({ state: "detached" });
    };
    expect(await anns.getByRole("link", { name: /Reported messages/ }).count()).toBe(0);
    await report("Buy my seeds", "Spam");
    await anns.getByRole("link", { name: "Reported messages: 1" }).click();
    await report("Cheap seeds", "Also spam");
    await anns.getByRole("link", { name: "Reported messages: 2" }).waitFor();
    const panel = anns.getByRole("complementary", { name: "Reported messages" });
    await panel.getByText("Bob: Spam").waitFor();
    expect(await faults(anns)).toEqual([]);
    await keepHighlights(anns);
    await panel.getByRole("button", { name: /Buy my seeds/ }).click();
    await anns.locator("article[data-flash=true]", { hasText: "Buy my seeds" }).waitFor();
    const item = (text: string) =>
      panel.getByRole("listitem").filter({ has: anns.getByRole("button", { name: text }) });
    await item("Buy my seeds").getByRole("button", { name: "Dismiss" }).click();
    await item("Buy my seeds").waitFor({ state: "detached" });
    await item("Cheap seeds").getByRole("button", { name: "Delete…" }).click();
    await anns.getByRole("dialog").getByRole("button", { name: "Delete", exact: true }).click();
    await panel.getByText("No reported messages.").waitFor();
    await message(bobs, "Buy my seeds").waitFor();
    await message(bobs, "Cheap seeds").waitFor({ state: "detached" });
    expect(await bobs.getByRole("link", { name: /Reported messages/ }).count()).toBe(0);
  });

  it("fit into the panel, however long the names and reasons are", async () => {
    const [ann, eve] = [await stage.user("Ann"), await stage.user("W".repeat(50))];
    const room = await stage.room(ann, "Garden", [eve]);
    const bob = await stage.user("Bob");
    await ann.call("PUT", `/rooms/${room.id}/members/${bob.id}`, {});
    const { seq } = await say(eve, room, "W".repeat(500));
    await bob.call("POST", `/rooms/${room.id}/messages/${seq}/report`, { reason: "W".repeat(150) });
    const page = await stage.inRoom(ann, room);
    await page.getByRole("link", { name: "Reported messages: 1" }).click();
    const panel = page.getByRole("complementary", { name: "Reported messages" });
    await panel.getByText("Bob: W").waitFor();
    const excess = await panel.locator(".panel-body").evaluate((body) => body.scrollWidth - body.clientWidth);
    expect(excess).toBe(0);
  });

  it("follow the message: an edit changes it, and a deletion removes it", async () => {
    const [ann, eve, bob] = [await stage.user("Ann"), await stage.user("Eve"), await stage.user("Bob")];
    const room = await stage.room(ann, "Garden", [eve, bob]);
    const { seq } = await say(eve, room, "Buy my seeds");
    await bob.call("POST", `/rooms/${room.id}/messages/${seq}/report`, { reason: "Spam" });
    const page = await stage.inRoom(ann, room);
    await page.getByRole("link", { name: "Reported messages: 1" }).click();
    const panel = page.getByRole("complementary", { name: "Reported messages" });
    await panel.getByText("Buy my seeds").waitFor();
    await eve.call("PATCH", `/rooms/${room.id}/messages/${seq}`, { text: "Buy my flowers" });
    await panel.getByText("Buy my flowers").waitFor();
    await eve.call("DELETE", `/rooms/${room.id}/messages/${seq}`);
    await panel.getByText("No reported messages.").waitFor();
  });

  it("are linked from the notification", async () => {
    const [ann, bob] = [await stage.user("Ann"), await stage.user("Bob")];
    const room = await stage.room(ann, "Garden", [bob]);
    await ann.call("PUT", `/rooms/${room.id}/members/${bob.id}`, { role: "admin" });
    const { seq } = await say(ann, room, "Hello");
    const eve = await stage.user("Eve");
    await ann.call("PUT", `/rooms/${room.id}/members/${eve.id}`, {});
    await eve.call("POST", `/rooms/${room.id}/messages/${seq}/report`, { reason: "Rude" });
    const page = await stage.signIn(bob, {}, "#/notifications");
    await page.getByText("A message in Garden was reported.").waitFor();
    await page.getByRole("link", { name: "Show reports" }).click();
    await page.getByRole("complementary", { name: "Reported messages" }).getByText("Eve: Rude").waitFor();
  });
});
