import { describe, expect, it } from "vitest";
import { isMentioned, roomMention, splitMentions, withMentions, withNames } from "../client/src/mentions.ts";
import type { Message } from "../client/src/wire.ts";

const ada = { id: "a1", username: "Ada" };
const bob = { id: "b1", username: "Bob" };
const bobby = { id: "b2", username: "Bob Marley" };
const zoe = { id: "z1", username: "Zoë (sales)" };
const people = [ada, bob, bobby, zoe];

describe("names in a text", () => {
  it.each([
    ["@Ada hello", "<@a1> hello"],
    ["hi @ada, @BOB!", "hi <@a1>, <@b1>!"],
    ["@Bob Marley and @Bob", "<@b2> and <@b1>"],
    ["(@Zoë (sales))", "(<@z1>)"],
    ["@Adam, ada@Ada.org and @ Ada", "@Adam, ada@Ada.org and @ Ada"],
    ["`@Ada` @Ada ```\n@Bob```", "`@Ada` <@a1> ```\n@Bob```"],
    ["@room", "@room"],
    ["<@a1> stays", "<@a1> stays"],
  ])("become ids: %s", (written, sent) => expect(withMentions(written, people)).toBe(sent));

  it("become the id of the chosen user if two have the name", () => {
    const other = { id: "b9", username: "bob" };
    expect(withMentions("@Bob", [...people, other])).toBe("@Bob");
    expect(withMentions("@Bob", [...people, other], [bob, other])).toBe("<@b9>");
    expect(withMentions("@Bob", [ada], [bob])).toBe("@Bob");
  });

  it("mention the room if that is offered", () =>
    expect(withMentions("@room: tea", [...people, roomMention])).toBe("<@room>: tea"));

  it("are restored from ids, also of users without a name", () => {
    const nameOf = (id: string) => people.find((one) => one.id === id)?.username;
    expect(withNames("<@a1>, <@gone> and <@room>", nameOf)).toBe("@Ada, <@gone> and @room");
    expect(splitMentions("<@a1>, <@b1>!")).toEqual(["", "a1", ", ", "b1", "!"]);
    expect(splitMentions("no <@> mention")).toEqual(["no <@> mention"]);
  });
});

describe("a message", () => {
  const message = (mentions?: string[]) => ({ sender: bob, mentions }) as unknown as Message;

  it.each([
    [["a1"], true],
    [["room"], true],
    [["b2"], false],
    [undefined, false],
  ])("with mentions of %s mentions Ada: %s", (mentions, is) => expect(isMentioned(message(mentions), "a1")).toBe(is));

  it("of the user never mentions the user", () => expect(isMentioned(message(["room"]), "b1")).toBe(false));
});
