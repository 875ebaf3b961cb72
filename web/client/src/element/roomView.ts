import type { Chat } from "../chat.ts";
import { cleanText } from "../cleanText.ts";
import { isDown } from "../live/connection.ts";
import type { OpenRoom } from "../rooms/openRoom.ts";
import { create } from "./dom.ts";
import type { Labels } from "./labels.ts";
import { MessageList } from "./messageList.ts";

/** The distance (px) to an end of the list that counts as being there. */
const margin = 40;

/** Shows one room of a running chat: its messages, who is typing, and the composer. */
export class RoomView {
  readonly elements: readonly HTMLElement[];
  readonly #chat: Chat;
  readonly #room: OpenRoom;
  readonly #labels: Labels;
  readonly #list: MessageList;
  readonly #status: HTMLElement;
  readonly #log: HTMLElement;
  readonly #older: HTMLButtonElement;
  readonly #typing: HTMLElement;
  readonly #form: HTMLFormElement;
  readonly #input: HTMLTextAreaElement;
  #isLoaded = false;
  readonly #stops: readonly (() => void)[];

  constructor(chat: Chat, roomId: string, labels: Labels) {
    this.#chat = chat;
    this.#labels = labels;
    const room = chat.openRoom(roomId);
    this.#room = room;
    this.#list = new MessageList(chat, labels, () => this.#input.focus());
    this.#status = create("p", { part: "status", role: "status" });
    const onclick = () => void room.loadOlder();
    this.#older = create("button", { part: "older", type: "button", onclick }, labels.older);
    const scroll = { tabIndex: 0, role: "log", ariaLabel: labels.messages, onscroll: () => this.#scrolled() };
    this.#log = create("div", { part: "log", ...scroll }, this.#older, this.#list.element);
    this.#typing = create("p", { part: "typing" });
    const draft = chat.draft(roomId);
    this.#input = create("textarea", { part: "input", rows: 1, value: draft.text.value });
    this.#input.oninput = () => {
      draft.set(this.#input.value);
      chat.typing.pressed(roomId);
    };
    this.#input.onkeydown = (event) => {
      // Safari sends the Enter that confirms a composition after compositionend, with key code 229.
      const isComposing = event.isComposing || event.keyCode === 229;
      if (event.key !== "Enter" || event.shiftKey || isComposing) return;
      event.preventDefault();
      this.#form.requestSubmit();
    };
    const label = create("label", {}, create("span", { part: "label" }, labels.composer), this.#input);
    this.#form = create("form", { part: "composer" }, label, create("button", { part: "send" }, labels.send));
    this.#form.onsubmit = (event) => {
      event.preventDefault();
      const text = cleanText(this.#input.value);
      if (text === "") return;
      chat.send(roomId, text);
      this.#input.value = "";
      draft.set("");
      this.#log.scrollTop = this.#log.scrollHeight;
    };
    this.elements = [this.#status, this.#log, this.#typing, this.#form];
    const show = () => this.#show();
    this.#stops = [
      ...[
        room.state,
        chat.outbox.entries,
        chat.typing.typists,
        chat.connection,
        chat.rooms.state,
        chat.blocks.blocked,
        chat.names.names,
      ].map((readable) => readable.subscribe(show)),
      listen(document, "visibilitychange", () => this.#markRead()),
    ];
  }

  /** Shows the room for the first time, once the elements are in the document. */
  start(): void {
    this.#show();
  }

  stop(): void {
    for (const stop of this.#stops) stop();
  }

  #show(): void {
    const { id, state } = this.#room;
    const { phase, history, timeline } = state.value;
    const log = this.#log;
    const wasAtEnd = this.#isAtEnd;
    const toEnd = log.scrollHeight - log.scrollTop;
    const first = this.#list.element.firstElementChild;
    const entries = this.#chat.outbox.entries.value.filter((entry) => entry.roomId === id);
    // Only new messages are announced, neither the first page nor history.
    log.ariaBusy = String(!this.#isLoaded || history === "loading");
    this.#isLoaded = timeline !== null;
    this.#list.show(timeline?.messages ?? [], entries);
    this.#older.hidden = timeline?.atStart !== false;
    this.#older.disabled = history === "loading";
    if (wasAtEnd || first === null) log.scrollTop = log.scrollHeight;
    else if (first !== this.#list.element.firstElementChild) log.scrollTop = log.scrollHeight - toEnd;
    this.#form.hidden = phase === "gone" || !this.#canSend;
    this.#say(this.#status, this.#statusText);
    const typists = this.#chat.typing.typists.value.get(id) ?? [];
    this.#say(this.#typing, typists.length > 0 ? this.#labels.typing(typists.map((user) => user.username)) : "");
    this.#markRead();
  }

  get #statusText(): string {
    const { phase, timeline } = this.#room.state.value;
    if (phase === "gone") return this.#labels.unavailable;
    if (isDown(this.#chat.connection.value)) return this.#labels.offline;
    if (!timeline) return this.#labels.opening;
    if (!this.#canSend) return this.#labels.cannotSend;
    return timeline.messages.length === 0 && timeline.atStart ? this.#labels.empty : "";
  }

  get #canSend(): boolean {
    const room = this.#chat.rooms.find(this.#room.id);
    return room?.myRole !== "reader" && room?.canSend !== false;
  }

  get #isAtEnd(): boolean {
    const { scrollHeight, scrollTop, clientHeight } = this.#log;
    return scrollHeight - scrollTop - clientHeight < margin;
  }

  /** A text that stays the same isn't announced again. */
  #say(element: HTMLElement, text: string): void {
    element.hidden = text === "" && element === this.#status;
    if (element.textContent !== text) element.textContent = text;
  }

  #scrolled(): void {
    if (this.#log.scrollTop < margin && this.#room.state.value.history === "idle") void this.#room.loadOlder();
    this.#markRead();
  }

  /** Marks the room as read if the end of the list is visible. */
  #markRead(): void {
    const last = this.#room.messages.value.at(-1);
    if (last && this.#isAtEnd && document.visibilityState === "visible") this.#chat.markRead(this.#room.id, last.seq);
  }
}

function listen(target: EventTarget, event: string, listener: () => void): () => void {
  target.addEventListener(event, listener);
  return () => target.removeEventListener(event, listener);
}
