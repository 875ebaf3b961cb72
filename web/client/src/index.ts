export type { Api } from "./api/api.ts";
export type { FileDeclaration } from "./api/attachments.ts";
export type { MessageSearch, SentMessage } from "./api/messages.ts";
export type { FileUpload, Prepare, PreparedFile, UploadedFile, Uploads } from "./attachments/uploads.ts";
export type { Readable } from "./cell.ts";
export type { Chat } from "./chat.ts";
export { cleanText } from "./cleanText.ts";
export { type ChatClient, type ChatOptions, createChat } from "./client.ts";
export { type Clock, systemClock } from "./clock.ts";
export type { Draft } from "./draft.ts";
export { ApiError, asApiError, type Problem } from "./http/apiError.ts";
export type { Fetch } from "./http/http.ts";
export { browserStore, type KeyValueStore, memoryStore } from "./keyValueStore.ts";
export { type Connection, isDown } from "./live/connection.ts";
export type { Hub, HubFactory } from "./live/hub.ts";
export { isMentioned, roomMention, splitMentions, withMentions, withNames } from "./mentions.ts";
export type { Outbox } from "./outbox/outbox.ts";
export type { OutboxEntry } from "./outbox/outboxEntry.ts";
export type { Blocks } from "./people/blocks.ts";
export type { Notifications } from "./people/notifications.ts";
export type { OnlineIds, Presence } from "./people/presence.ts";
export type { Typing } from "./people/typing.ts";
export { type UserNames, uploadedPicture } from "./people/userNames.ts";
export type { JoinedRooms, RoomListState } from "./rooms/joinedRooms.ts";
export { type RoomMembers, type Roster, readByOthers } from "./rooms/members.ts";
export type { MessageActions } from "./rooms/messageActions.ts";
export type { OpenRoom, RoomState } from "./rooms/openRoom.ts";
export type { AccountSession } from "./session/accountSession.ts";
export type { Exclusive } from "./session/exclusive.ts";
export type { SessionState } from "./session/session.ts";
export type { GetToken, TokenSession } from "./session/tokenSession.ts";
export { indexOfSeq, messageAt } from "./timeline/messageWindow.ts";
export type { Timeline } from "./timeline/timeline.ts";
export type {
  Attachment,
  Ban,
  BlockedUser,
  ContactableBy,
  DeletedResource,
  EventsAnswer,
  Heartbeat,
  HistoryPage,
  Invitation,
  Limits,
  LoggedChange,
  Member,
  Message,
  MessageHit,
  Notification,
  NotificationLevel,
  OnlineUser,
  OpenSession,
  Page,
  Reaction,
  ReadMarker,
  Report,
  ReportedMessage,
  Role,
  Room,
  RoomEvent,
  RoomKind,
  RoomPreferences,
  RoomSummary,
  SearchResults,
  TextRange,
  Upload,
  User,
  UserRef,
} from "./wire.ts";
