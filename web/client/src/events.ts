import type {
  DefaultRoleChange,
  LoggedChange,
  MemberChange,
  Message,
  MessageChange,
  PictureChange,
  RoomChange,
  RoomEvent,
  TopicChange,
} from "./wire.ts";

const messageChanges = new Set([
  ...["messageEdited", "messageDeleted", "reactionAdded", "reactionRemoved"],
  ...["messagePinned", "messageUnpinned"],
]);
const memberChanges = new Set(["memberAdded", "memberRemoved", "memberRoleChanged"]);
const loggedChanges = new Set([
  "memberAdded",
  "memberRemoved",
  "roomRenamed",
  "topicChanged",
  "pictureChanged",
  "messagePinned",
]);
const roomChanges = new Set(["roomCreated", "roomRenamed"]);

/** The event is a new message. */
export const isMessage = (event: RoomEvent): event is Message => event.type === "message";

/** The event changes an earlier message. */
export const isMessageChange = (event: RoomEvent): event is MessageChange => messageChanges.has(event.type);

/** The event changes who is in the room, or as what. */
export const isMemberChange = (event: RoomEvent): event is MemberChange => memberChanges.has(event.type);

/** The event changes the role of new members. */
export const isDefaultRoleChange = (event: RoomEvent): event is DefaultRoleChange =>
  event.type === "defaultRoleChanged";

/** The event changes the room's name. */
export const isRoomChange = (event: RoomEvent): event is RoomChange => roomChanges.has(event.type);

/** The event changes the room's picture. */
export const isPictureChange = (event: RoomEvent): event is PictureChange => event.type === "pictureChanged";

/** The event changes the room's topic. */
export const isTopicChange = (event: RoomEvent): event is TopicChange => event.type === "topicChanged";

/** Clients show the event between messages. */
export const isLoggedChange = (event: RoomEvent): event is LoggedChange => loggedChanges.has(event.type);
