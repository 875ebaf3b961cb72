import { describe, expect, it } from "vitest";
import { UserNames } from "../../client/src/people/userNames.ts";
import type { User } from "../../client/src/wire.ts";

const user = (id: string, more: Partial<User> = {}): User => ({ id, username: id, createdAt: "", ...more });

describe("the pictures of users", () => {
  it("are known from lists of members, and forgotten when they are removed", () => {
    const { names, pictures } = know([{ id: "ann", username: "Ann", pictureUrl: "https://storage/ann" }]);
    expect(pictures()).toEqual({ ann: "https://storage/ann" });
    names.learn([{ id: "ann", username: "Ann" }]);
    expect(pictures()).toEqual({ ann: null });
  });

  it("are loaded again once when an address has expired", async () => {
    const asked: string[] = [];
    const load = async (id: string) => {
      asked.push(id);
      return user(id, { pictureUrl: "https://storage/new", pictureSource: "uploaded" });
    };
    const { names, pictures } = know([{ id: "ann", username: "Ann", pictureUrl: "https://storage/old" }], load);
    await Promise.all([1, 2, 3].map(() => names.renewPicture("ann", "https://storage/old")));
    expect(pictures()).toEqual({ ann: "https://storage/new" });
    expect(asked).toEqual(["ann"]);
  });

  it("are only those that users have uploaded", () => {
    const { pictures } = know([
      user("ann", { pictureUrl: "https://storage/ann", pictureSource: "uploaded" }),
      user("bob", { pictureUrl: "https://elsewhere/bob", pictureSource: "external" }),
    ]);
    expect(pictures()).toEqual({ ann: "https://storage/ann", bob: null });
  });
});

function know(users: Parameters<UserNames["learn"]>[0], load = async (id: string) => user(id)) {
  const names = new UserNames({ user: load });
  names.learn(users);
  return { names, pictures: () => Object.fromEntries(names.pictures.value) };
}
