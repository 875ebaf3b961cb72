/** The texts of the element. */
export const defaultLabels = {
  messages: "Messages",
  composer: "Message",
  send: "Send",
  older: "Show older messages",
  opening: "Opening room…",
  empty: "No messages yet.",
  signedOut: "Sign in to see this room.",
  unavailable: "This room isn't available.",
  cannotSend: "You can't send messages in this room.",
  offline: "No connection. Messages will be sent when it is back.",
  blocked: "Message from a blocked user",
  deleted: "Message deleted",
  edited: "edited",
  system: "System message",
  deletedUser: "Deleted user",
  sending: "Sending…",
  failed: "Not sent.",
  retry: "Try again",
  discard: "Discard",
  typing: (names: readonly string[]) =>
    names.length > 2
      ? "Several people are typing…"
      : `${names.join(" and ")} ${names.length > 1 ? "are" : "is"} typing…`,
};

/** The texts of the element; see `defaultLabels`. */
export type Labels = typeof defaultLabels;
