import { describe, expect, it } from "vitest";
import { ApiError } from "../../client/src/http/apiError.ts";
import { createHttp } from "../../client/src/http/http.ts";
import { memoryStore } from "../../client/src/keyValueStore.ts";
import { TokenSession } from "../../client/src/session/tokenSession.ts";
import { password } from "../world/api.ts";
import { World } from "../world/world.ts";

const me = { method: "GET", path: "/me" } as const;

async function opened(world: World, getToken: () => Promise<string>) {
  const session = new TokenSession(createHttp("", world.network.fetch, world.clock), memoryStore(), getToken);
  await world.wait(session.open());
  return session;
}

/** Signs Ann in and returns her token. */
async function newToken(world: World): Promise<string> {
  const http = createHttp("", world.network.fetch, world.clock);
  const login = { method: "POST", path: "/login", body: { login: "ann", password } } as const;
  return (await http<{ accessToken: string }>(login)).accessToken;
}

describe("a session with tokens of the product", () => {
  it("identifies the user of its token", async () => {
    const world = new World();
    const session = await opened(world, () => newToken(world));
    expect(session.state.value.user).toMatchObject({ id: world.ann.id, username: "Ann" });
  });

  it("gets one token for any number of requests with an expired one, and repeats them all", async () => {
    const world = new World();
    let asked = 0;
    const session = await opened(world, () => {
      asked++;
      return newToken(world);
    });
    await world.clock.advance(16 * 60_000);
    const answers = await world.wait(Promise.all(Array.from({ length: 12 }, () => session.authorised(me))));
    expect(answers).toHaveLength(12);
    expect(asked).toBe(2);
  });

  it("ends when the product returns the refused token, and continues with another one", async () => {
    const world = new World();
    let token = await world.wait(newToken(world));
    const session = await opened(world, async () => token);
    await world.clock.advance(16 * 60_000);
    await expect(world.wait(session.authorised(me))).rejects.toMatchObject({ status: 401, code: "signed_out" });
    expect(session.state.value).toEqual({ user: null, ended: true });
    token = await world.wait(newToken(world));
    expect(await world.wait(session.authorised(me))).toMatchObject({ login: "ann" });
    expect(session.state.value.user).toMatchObject({ username: "Ann" });
  });

  it("is ended if the server refuses its first tokens", async () => {
    const world = new World();
    let asked = 0;
    const http = createHttp("", world.network.fetch, world.clock);
    const session = new TokenSession(http, memoryStore(), async () => `refused ${asked++}`);
    await expect(world.wait(session.open())).rejects.toMatchObject({ status: 401 });
    expect(session.state.value).toEqual({ user: null, ended: true });
    expect(asked).toBe(2);
  });

  it("forgets the user's drafts when the user signs out", async () => {
    const world = new World();
    const store = memoryStore([
      [`draft/${world.ann.id}/room`, "unsent"],
      ["draft/other/room", "unsent"],
    ]);
    const http = createHttp("", world.network.fetch, world.clock);
    const session = new TokenSession(http, store, () => newToken(world));
    await world.wait(session.open());
    session.forget();
    expect(store.keys("draft/")).toEqual(["draft/other/room"]);
  });

  it("survives a product that temporarily has no token", async () => {
    const world = new World();
    let isDown = false;
    const session = await opened(world, () => (isDown ? Promise.reject(new Error("offline")) : newToken(world)));
    await world.clock.advance(16 * 60_000);
    isDown = true;
    const failure = await world.wait(session.authorised(me)).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ApiError);
    expect((failure as ApiError).passing).toBe(true);
    isDown = false;
    expect(await world.wait(session.authorised(me))).toMatchObject({ login: "ann" });
  });
});
