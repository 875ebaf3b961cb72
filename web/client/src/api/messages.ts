import type { Http } from "../http/http.ts";
import type { EventsAnswer, HistoryPage, Message, Page, ReadMarker, ReportedMessage, SearchResults } from "../wire.ts";
import { roomPath } from "./rooms.ts";

/** The content of a send. The same clientMessageId in the same room always identifies the same message. */
export interface SentMessage {
  readonly clientMessageId: string;
  /** Absent if the message has only files. */
  readonly text?: string;
  readonly replyTo?: number;
  /** The tokens of uploaded files. */
  readonly attachments?: readonly string[];
}

/** What messages to find. */
export interface MessageSearch {
  /** Words, all of which a message must have. It can be empty if there is `has`. */
  readonly q: string;
  /** The id of the sender. */
  readonly from?: string | undefined;
  /** A link or a file that a message must have. */
  readonly has?: "link" | "file" | undefined;
}

/** Selects a page of messages. */
export interface HistoryOptions {
  readonly before?: number;
  readonly limit: number;
  /** Also the changes of the room and its members between the messages. */
  readonly include?: "changes";
  readonly signal?: AbortSignal;
}

const messagePath = (roomId: string, seq: number) => `${roomPath(roomId)}/messages/${seq}`;
const pinPath = (roomId: string, seq: number) => `${roomPath(roomId)}/pins/${seq}`;
const reactionPath = (roomId: string, seq: number, emoji: string) =>
  `${messagePath(roomId, seq)}/reactions/${encodeURIComponent(emoji)}`;

/** Newest first: the messages before seq `before`, or the room's last ones. */
function messages(http: Http, roomId: string, options: HistoryOptions) {
  const { signal, ...query } = options;
  return http<HistoryPage>({ method: "GET", path: `${roomPath(roomId)}/messages`, query, signal });
}

/** Times don't decrease with seq, so it bisects the room: about 14 requests for 10,000 messages. */
async function firstMessageSince(http: Http, roomId: string, time: Date): Promise<number | null> {
  /** The seq of the newest message before seq `before`, unless it is older than `time`. */
  const newestBefore = async (before?: number) => {
    const [newest] = (await messages(http, roomId, { limit: 1, ...(before && { before }) })).items;
    return newest && new Date(newest.createdAt) >= time ? newest.seq : null;
  };
  let found = await newestBefore();
  for (let low = 1; found !== null && low < found; ) {
    const middle = Math.floor((low + found) / 2);
    const earlier = await newestBefore(middle + 1);
    if (earlier === null) low = middle + 1;
    else found = earlier;
  }
  return found;
}

export const messagesApi = (http: Http) => ({
  /** Newest first: the messages before seq `before`, or the room's last ones. */
  messages: (roomId: string, options: HistoryOptions) => messages(http, roomId, options),

  /** The seq of a room's first message at a time or later; null if there is none. */
  firstMessageSince: (roomId: string, time: Date) => firstMessageSince(http, roomId, time),

  message: (roomId: string, seq: number) => http<Message>({ method: "GET", path: messagePath(roomId, seq) }),

  /** Messages of a room with all words of `q`. */
  searchRoom: (roomId: string, query: MessageSearch & { cursor?: string | null }, signal?: AbortSignal) =>
    http<SearchResults>({ method: "GET", path: `${roomPath(roomId)}/messages/search`, query: { ...query }, signal }),

  /** Messages with all words of `q` in the user's rooms, by room. */
  searchRooms: (query: MessageSearch & { cursor?: string | null; limit: number }, signal?: AbortSignal) =>
    http<Page<SearchResults>>({ method: "GET", path: "/messages/search", query: { ...query }, signal }),

  /** Messages that mention the user in any room, newest first. A page can be empty although there are more. */
  mentions: (cursor?: string | null, signal?: AbortSignal) =>
    http<Page<Message>>({ method: "GET", path: "/mentions", query: { cursor }, signal }),

  /** Sends a message. With the same clientMessageId, it returns the first message again. */
  send: (roomId: string, draft: SentMessage, signal?: AbortSignal) =>
    http<Message>({ method: "POST", path: `${roomPath(roomId)}/messages`, body: draft, signal }),

  /** @throws ApiError 412 when the message is no longer at `version`. */
  edit: (roomId: string, seq: number, text: string, version: number) =>
    http<Message>({
      method: "PATCH",
      path: messagePath(roomId, seq),
      body: { text },
      headers: { "if-match": `"${version}"` },
    }),

  /** Returns the tombstone. */
  deleteMessage: (roomId: string, seq: number) => http<Message>({ method: "DELETE", path: messagePath(roomId, seq) }),

  react: (roomId: string, seq: number, emoji: string) =>
    http<Message>({ method: "PUT", path: reactionPath(roomId, seq, emoji) }),

  /** @param userId The user whose reaction an admin removes; by default, the caller. */
  unreact: (roomId: string, seq: number, emoji: string, userId?: string) =>
    http<Message>({ method: "DELETE", path: reactionPath(roomId, seq, emoji), query: { userId } }),

  /** The pinned messages, the one pinned last first. */
  pins: (roomId: string) =>
    http<{ readonly items: readonly Message[] }>({ method: "GET", path: `${roomPath(roomId)}/pins` }),

  pin: (roomId: string, seq: number) => http<Message>({ method: "PUT", path: pinPath(roomId, seq) }),

  unpin: (roomId: string, seq: number) => http<Message>({ method: "DELETE", path: pinPath(roomId, seq) }),

  /** Reports a message of another user to the room's admins. */
  report: (roomId: string, seq: number, reason: string) =>
    http<Message>({ method: "POST", path: `${messagePath(roomId, seq)}/report`, body: { reason } }),

  /** For admins: messages with open reports, newest first. */
  reports: (roomId: string, cursor?: string | null, signal?: AbortSignal) =>
    http<Page<ReportedMessage>>({ method: "GET", path: `${roomPath(roomId)}/reports`, query: { cursor }, signal }),

  /** Dismisses the reports of a message. */
  dismissReports: (roomId: string, seq: number) =>
    http<void>({ method: "DELETE", path: `${roomPath(roomId)}/reports/${seq}` }),

  /** Returns the read position, which may be higher. */
  markRead: (roomId: string, marker: { seq: number; unread?: true }) =>
    http<ReadMarker>({ method: "PUT", path: `${roomPath(roomId)}/read`, body: marker }),

  typing: (roomId: string) => http<unknown>({ method: "POST", path: `${roomPath(roomId)}/typing` }),

  /**
   * Returns at most `limit` events after `after`, in order and without gaps.
   * With `wait` (seconds, up to 20), the server waits until there is an event.
   */
  events: (roomId: string, options: { after: number; limit: number; wait?: number; signal?: AbortSignal }) => {
    const { signal, ...query } = options;
    return http<EventsAnswer>({
      method: "GET",
      path: `${roomPath(roomId)}/events`,
      query,
      timeoutMs: 15_000 + (options.wait ?? 0) * 1000,
      signal,
    });
  },
});
