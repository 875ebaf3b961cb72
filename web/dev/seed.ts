import { addUser } from "./fake/accounts";
import type { FakeChat } from "./fake/fakeChat";
import type { RoomRecord, UserRecord } from "./fake/records";
import { appendMessage, changeMessage } from "./fake/roomLog";
import { addMember, addRoom } from "./fake/rooms";

const lines = [
  "Good morning! Coffee is ready ☕",
  "I've moved the release to Thursday, so that everybody can have a last look.",
  "Does somebody know why the build took twenty minutes yesterday?",
  "The cache was empty. It's back to four.",
  "Nice 🎉",
  "Here's the write-up: https://example.com/notes/release (two pages, mostly pictures).",
  "Could you review the part about retries? I'm not sure that I got the back-off right.",
  "Sure, after lunch.",
  "`retryAfterMs` wins over our own back-off, doesn't it?",
  "Yes. The server knows better than we do.",
  "```\nfor (const room of rooms) {\n  await room.resume();\n}\n```",
  "👍",
  "The new list keeps its place when history is added above. Try scrolling up quickly, it's rather pleasant now, even on my old phone with its slow processor and its small memory.",
  "I'll be away on Friday.",
];

/** A workspace to look at: sign in as `ann` with the password `password`. */
export function seed(chat: FakeChat): FakeChat {
  const [ann, bob, carol, dave] = ["Ann Berger", "Bob Okafor", "Carol Díaz", "Dave Lindqvist"].map((name) =>
    addUser(chat, (name.split(" ")[0] ?? "").toLowerCase(), "password", name),
  ) as [UserRecord, UserRecord, UserRecord, UserRecord];
  const people = [ann, bob, carol, dave];
  for (const user of [bob, carol]) user.onlineUntil = Date.now() + 86_400_000;

  const release = addRoom(chat, ann, "Release 2.0", "private");
  const garden = addRoom(chat, carol, "Garden", "public");
  const direct = addRoom(chat, bob, "", "direct");
  addRoom(chat, dave, "Book club", "public");
  for (const user of [bob, carol, dave]) addMember(chat, release, ann, user);
  for (const user of [ann, bob]) addMember(chat, garden, carol, user);
  addMember(chat, direct, bob, ann);

  for (let i = 0; i < 300; i++) say(chat, release, people[(i * 7 + (i >> 2)) % 4] as UserRecord, i, 300);
  for (let i = 0; i < 12; i++) say(chat, garden, [ann, bob, carol][i % 3] as UserRecord, i + 3, 12);
  for (let i = 0; i < 9; i++) say(chat, direct, i % 3 === 0 ? ann : bob, i + 5, 9);
  const messages = [...release.messages.values()];
  const praised = messages.at(-3);
  if (praised) {
    const reactions = [
      { emoji: "👍", userIds: [bob.id, carol.id] },
      { emoji: "🎉", userIds: [ann.id] },
    ];
    changeMessage(chat, release, bob, "reactionAdded", praised, { reactions });
  }
  const answered = messages.at(-6)?.seq;
  if (answered) appendMessage(chat, release, carol, { text: "That was it, thank you!", replyTo: answered });
  const me = release.members.get(ann.id);
  if (me) me.readSeq = release.log.length - 4;
  ann.notifications.push(
    {
      id: chat.newId("n"),
      text: "The nightly backup has finished: https://example.com/backups/42",
      createdAt: chat.timestamp(),
      read: false,
    },
    {
      id: chat.newId("n"),
      text: "Welcome to ChatFunctions.",
      createdAt: chat.timestamp(Date.now() - 3 * 86_400_000),
      read: true,
    },
  );
  return chat;
}

/** Messages that end now and lie some minutes, at times a night, apart. */
function say(chat: FakeChat, room: RoomRecord, sender: UserRecord, index: number, count: number): void {
  const message = appendMessage(chat, room, sender, { text: lines[index % lines.length] ?? "" });
  const minutes = (count - room.messages.size) * 3 + (room.messages.size < count * 0.6 ? 900 : 0);
  room.messages.set(message.seq, { ...message, createdAt: chat.timestamp(Date.now() - minutes * 60_000) });
}
