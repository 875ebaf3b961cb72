import { withReaction } from "../../src/chat/timeline/messageWindow";
import type { Message } from "../../src/chat/wire";
import type { MessageRecord, RoomRecord } from "./records";
import { invalid, Refusal } from "./refusal";
import { appendMessage, changeMessage, eventAt, messageView } from "./roomLog";
import { type Answer, type Ask, ok, type Route } from "./route";

function textOf(body: { text?: unknown }): string {
  const text = String(body.text ?? "").trim();
  if (text === "") throw invalid("text", "Write something.");
  return text;
}

function find({ chat, me, params }: Ask): { room: RoomRecord; message: MessageRecord } {
  const { room } = chat.roomOf(me, params.roomId);
  const message = room.messages.get(Number(params.seq));
  if (!message) throw new Refusal(404, "message_not_found", "There's no such message.");
  return { room, message };
}

function send({ chat, me, params, body }: Ask): Answer {
  const { room, member } = chat.roomOf(me, params.roomId);
  if (member.role === "reader") throw new Refusal(403, "forbidden", "Readers can't write here.");
  const text = textOf(body);
  const first = [...room.messages.values()].find(
    (message) =>
      body.clientMessageId && message.clientMessageId === body.clientMessageId && message.sender.id === me.id,
  );
  if (first) return ok(messageView(room, first));
  const message = appendMessage(chat, room, me, { ...body, text });
  return ok(messageView(room, message), 201);
}

function edit(ask: Ask): Answer {
  const { room, message } = find(ask);
  const want = ask.headers["if-match"];
  if (message.sender.id !== ask.me.id) throw new Refusal(403, "forbidden", "Only the sender edits a message.");
  if (want && want !== `"${message.version}"`) {
    throw new Refusal(412, "precondition_failed", "The message has changed meanwhile.");
  }
  const text = textOf(ask.body);
  changeMessage(ask.chat, room, ask.me, "messageEdited", message, { text, editedAt: ask.chat.timestamp() });
  return ok(messageView(room, find(ask).message));
}

function remove(ask: Ask): Answer {
  const { room, message } = find(ask);
  const role = room.kind === "direct" ? "member" : room.members.get(ask.me.id)?.role;
  if (message.sender.id !== ask.me.id && role !== "owner" && role !== "admin") {
    throw new Refusal(403, "forbidden", "Only the sender or an admin deletes a message.");
  }
  if (!message.deleted) {
    changeMessage(ask.chat, room, ask.me, "messageDeleted", message, { text: "", deleted: true, reactions: [] });
  }
  return ok(messageView(room, find(ask).message));
}

function react(ask: Ask, on: boolean): Answer {
  const { room, message } = find(ask);
  const { reactions } = withReaction(message as Message, ask.params.emoji ?? "", ask.me.id, on);
  if (reactions !== message.reactions) {
    changeMessage(ask.chat, room, ask.me, on ? "reactionAdded" : "reactionRemoved", message, { reactions });
  }
  return ok(messageView(room, find(ask).message));
}

function list({ chat, me, params, query }: Ask): Answer {
  const { room } = chat.roomOf(me, params.roomId);
  const limit = Math.min(200, Number(query.get("limit") ?? 50));
  const before = Number(query.get("before") ?? Number.POSITIVE_INFINITY);
  const found = [...room.messages.values()].filter((message) => message.seq < before).reverse();
  const items = found.slice(0, limit).map((message) => messageView(room, message));
  return ok({ items, cursor: found.length > limit ? String(items.at(-1)?.seq) : null });
}

async function events({ chat, me, params, query }: Ask): Promise<Answer> {
  const { room } = chat.roomOf(me, params.roomId);
  const after = Number(query.get("after"));
  const limit = Math.min(200, Number(query.get("limit") ?? 50));
  const wait = Math.min(20, Number(query.get("wait") ?? 0)) * 1000;
  if (wait > 0 && room.log.length <= after) {
    await new Promise<void>((resolve) => {
      const done = () => {
        cancel();
        room.waiting.delete(done);
        resolve();
      };
      const cancel = chat.clock.after(wait, done);
      room.waiting.add(done);
    });
    chat.roomOf(me, params.roomId);
  }
  const records = room.log.slice(after, after + limit);
  const head = room.log.length;
  return ok({ events: records.map(({ seq }) => eventAt(room, seq)), head, more: after + records.length < head });
}

const roomPath = "/rooms/{roomId}";
const messagePath = `${roomPath}/messages/{seq}`;

export const messageRoutes: Route[] = [
  { method: "POST", path: `${roomPath}/messages`, handle: send },
  {
    method: "POST",
    path: `${roomPath}/messages/batch`,
    handle: (ask) => ok({ items: ask.body.messages.map((body: unknown) => send({ ...ask, body }).body) }, 201),
  },
  { method: "GET", path: `${roomPath}/messages`, handle: list },
  {
    method: "GET",
    path: messagePath,
    handle(ask) {
      const { room, message } = find(ask);
      return ok(messageView(room, message));
    },
  },
  { method: "PATCH", path: messagePath, handle: edit },
  { method: "DELETE", path: messagePath, handle: remove },
  { method: "PUT", path: `${messagePath}/reactions/{emoji}`, handle: (ask) => react(ask, true) },
  { method: "DELETE", path: `${messagePath}/reactions/{emoji}`, handle: (ask) => react(ask, false) },
  { method: "GET", path: `${roomPath}/events`, handle: events },
  {
    method: "PUT",
    path: `${roomPath}/read`,
    handle({ chat, me, params, body }) {
      const { room, member } = chat.roomOf(me, params.roomId);
      const marker = { roomId: room.id, userId: me.id, seq: Math.min(body.seq, room.log.length) };
      if (marker.seq <= member.readSeq) return ok({ ...marker, seq: member.readSeq });
      member.readSeq = marker.seq;
      chat.toRoom(room, "read", [marker]);
      return ok(marker);
    },
  },
  {
    method: "POST",
    path: `${roomPath}/typing`,
    handle({ chat, me, params }) {
      const { room } = chat.roomOf(me, params.roomId);
      const expiresAt = chat.timestamp(chat.clock.now() + 6_000);
      const typing = { roomId: room.id, userId: me.id, username: me.username, expiresAt };
      chat.toRoom(room, "typing", [typing]);
      return ok(typing, 202);
    },
  },
];
