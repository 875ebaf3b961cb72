import { describe, expect, it } from "vitest";
import type { Message } from "../../client/src/wire.ts";
import type { Fate } from "../world/network";
import { World } from "../world/world";

/** Reacts with this fate of the request; returns the shown users before and after the answer. */
async function react(fate: Fate, fateOfLook: Fate = "ok") {
  const world = new World();
  world.say("Shall we?");
  const chat = await world.client();
  const sync = chat.openRoom(world.room.id);
  await world.clock.until(() => sync.state.value.phase === "ready" && chat.connection.value === "live");
  await world.clock.advance(5_000);
  const message = () => sync.state.value.timeline?.messages[0] as Message;
  const shown = () => message().reactions.flatMap(({ userIds }) => userIds);
  if (fateOfLook === "unsent") world.airwaves.arrivals = () => [];
  world.network.fate = (method, path) =>
    path.includes("/reactions/") ? fate : method === "GET" && /messages\/\d+$/.test(path) ? fateOfLook : "ok";
  const done = world.wait(chat.messages.toggleReaction(message(), "🎉")).then(
    () => "done",
    (error) => error.status,
  );
  const first = shown();
  const status = await done;
  /** The shown users after the connection was lost and restored. */
  const later = async () => {
    world.network.fate = () => "ok";
    world.airwaves.cut();
    await world.clock.advance(60_000);
    return shown();
  };
  return { me: world.ann.id, first, status, last: shown(), later };
}

describe("a reaction", () => {
  it("is shown immediately and undone when the server refuses it", async () => {
    for (const refusal of [403, 429]) {
      const { me, first, status, last } = await react(refusal);
      expect({ first, status, last }).toEqual({ first: [me], status: refusal, last: [] });
    }
  });

  it("stays if the server stored it and the answer was lost", async () => {
    const { me, status, last } = await react("unanswered");
    expect({ status, last }).toEqual({ status: "done", last: [me] });
  });

  it("is undone if the server never received it", async () => {
    const { status, last } = await react("unsent");
    expect({ status, last }).toEqual({ status: 0, last: [] });
  });

  it("is undone while the outcome is unknown, and shown again if the server stored it", async () => {
    for (const [fate, status] of [
      [503, 503],
      ["unsent", 0],
      ["unanswered", 0],
    ] as const) {
      const reaction = await react(fate, "unsent");
      expect(reaction).toMatchObject({ status, last: [] });
      expect(await reaction.later()).toEqual(fate === "unanswered" ? [reaction.me] : []);
    }
  });
});
