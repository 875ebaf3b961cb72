import { describe, expect, it } from "vitest";
import type { Fate } from "./world/network";
import { pick } from "./world/random";
import { World } from "./world/world";

const seeds = Array.from({ length: 150 }, (_, i) => i + 1);

/** A random user makes a random change, also of an unknown type. */
function happen(world: World): void {
  const { server, room, bob, ann, random } = world;
  const actor = pick(random, [ann, bob]);
  const message = pick(random, [...room.messages.values()]);
  const kind = pick(random, ["say", "say", "say", "edit", "delete", "react", "react", "rename", "novelty"]);
  if (kind === "say" || !message) server.say(room, actor, `said ${room.log.length}`);
  else if (kind === "edit" && !message.deleted) {
    server.change(room, "messageEdited", message, { text: `edited ${room.log.length}` });
  } else if (kind === "delete" && random() < 0.3 && !message.deleted) {
    server.change(room, "messageDeleted", message, { text: "", deleted: true, reactions: [] });
  } else if (kind === "react" && !message.deleted) {
    const on = random() < 0.6;
    server.react(room, message, pick(random, ["👍", "🎉"]), actor.id, on);
  } else if (kind === "rename") {
    room.name = `Garden ${room.log.length}`;
    server.append(room, "roomRenamed", { name: room.name });
  } else server.append(room, "somethingNew", { anything: 1 });
}

function misbehave(world: World): void {
  const { random, network, airwaves } = world;
  network.latency = () => random() * 80;
  network.fate = (_, path) => {
    const fates: Fate[] = ["unsent", 500, 503, 429];
    // A lost answer to a refresh would end the session, because the refresh token is used.
    if (!path.endsWith("/refresh")) fates.push("unanswered", "hang");
    return random() < 0.75 ? "ok" : pick(random, fates);
  };
  airwaves.arrivals = () => {
    const when = () => random() * 400;
    return pick(random, [[], [when()], [when()], [when(), when()], [when(), 5_000 * random()]]);
  };
}

function behave(world: World): void {
  const { network, airwaves } = world;
  network.fate = () => "ok";
  network.latency = () => 5;
  airwaves.arrivals = () => [1];
  airwaves.up = true;
}

describe("with lost, repeated and reordered messages", () => {
  it.each(seeds)(
    "the timeline ends equal to the server's, and each own message is there once (seed %i)",
    async (seed) => {
      const world = new World(seed);
      const { random, clock, room, airwaves } = world;
      const sleepy = seed % 2 === 0;
      world.server.reactionsCount = seed % 3 !== 0;
      // Sleep may interrupt a refresh, whose answer is then lost, too.
      world.server.accessTokenLife = sleepy ? 86_400_000 : 20_000;
      for (let i = 0; i < 120; i++) happen(world);
      const chat = await world.client();
      misbehave(world);
      const sync = chat.openRoom(room.id);
      let sent = 0;
      for (let i = 0; i < 80; i++) {
        if (random() < 0.8) happen(world);
        if (random() < 0.2) {
          sent++;
          chat.send(room.id, `own ${i}`);
        }
        if (random() < 0.1) void sync.loadOlder();
        if (random() < 0.05) airwaves.cut();
        if (random() < 0.05) airwaves.up = !airwaves.up;
        if (sleepy && random() < 0.02) clock.sleep(400_000);
        await clock.advance(random() * 600);
      }
      behave(world);
      await clock.advance(180_000);
      for (const entry of chat.outbox.entries.value) chat.outbox.retry(entry.clientMessageId);
      await clock.advance(60_000);

      const timeline = sync.state.value.timeline;
      const first = timeline?.messages[0]?.seq ?? Number.POSITIVE_INFINITY;
      expect(timeline?.applied).toBe(room.log.length);
      expect(timeline?.messages).toEqual(world.messages().filter((one) => one.seq >= first));
      const renames = room.log.filter(({ seq, type }) => type === "roomRenamed" && (timeline?.atStart || seq > first));
      expect(timeline?.changes.map(({ seq }) => seq)).toEqual(renames.map(({ seq }) => seq));
      expect(timeline?.messages.length).toBeGreaterThan(20);
      expect(timeline?.early.size).toBe(0);
      // Only the client's own messages have a clientMessageId; their texts may have been edited or deleted.
      expect(world.messages().filter((one) => one.clientMessageId !== null)).toHaveLength(sent);
      expect(chat.outbox.entries.value).toEqual([]);
      expect(chat.rooms.find(room.id)).toMatchObject({ head: room.log.length, name: room.name });
      chat.stop();
    },
  );
});
