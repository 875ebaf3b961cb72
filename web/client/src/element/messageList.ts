import type { Chat } from "../chat.ts";
import { mentionedIds, withNames } from "../mentions.ts";
import type { OutboxEntry } from "../outbox/outboxEntry.ts";
import type { Message } from "../wire.ts";
import { create } from "./dom.ts";
import type { Labels } from "./labels.ts";

interface Shown {
  readonly source: Message | OutboxEntry;
  readonly isBlocked: boolean;
  readonly text: string;
  readonly item: HTMLLIElement;
}

/** Shows messages and unsent ones as list items, and keeps the items of those that don't change. */
export class MessageList {
  readonly element = create("ol", { part: "messages" });
  readonly #chat: Chat;
  readonly #labels: Labels;
  readonly #focusComposer: () => void;
  readonly #items = new Map<string, Shown>();

  constructor(chat: Chat, labels: Labels, focusComposer: () => void) {
    this.#chat = chat;
    this.#labels = labels;
    this.#focusComposer = focusComposer;
  }

  show(messages: readonly Message[], entries: readonly OutboxEntry[]): void {
    const stored = new Set(messages.map((message) => message.clientMessageId));
    const unsent = entries.filter((entry) => !stored.has(entry.clientMessageId));
    const shown = new Set<string>();
    let next = this.element.firstElementChild;
    for (const source of [...messages, ...unsent]) {
      const key = this.#keyOf(source);
      shown.add(key);
      const item = this.#itemOf(key, source);
      if (item === next) next = next.nextElementSibling;
      else this.element.insertBefore(item, next);
    }
    for (const [key, { item }] of this.#items) {
      if (shown.has(key)) continue;
      item.remove();
      this.#items.delete(key);
    }
  }

  /** The user's own message keeps its place when it is stored. */
  #keyOf(source: Message | OutboxEntry): string {
    if (!("sender" in source)) return source.clientMessageId;
    const isOwn = source.sender.id === this.#chat.me;
    return (isOwn && source.clientMessageId) || `${source.seq}`;
  }

  #itemOf(key: string, source: Message | OutboxEntry): HTMLLIElement {
    const held = this.#items.get(key);
    const isBlocked = "sender" in source && this.#chat.blocks.blocked.value.has(source.sender.id);
    const text = this.#named(source.text);
    if (held?.source === source && held.isBlocked === isBlocked && held.text === text) return held.item;
    const item = held?.item ?? create("li");
    if ("sender" in source) this.#showMessage(item, { ...source, text });
    else this.#showUnsent(item, source, text);
    if (isBlocked) {
      const summary = create("summary", {}, this.#labels.blocked);
      item.replaceChildren(create("details", { part: "blocked" }, summary, ...item.childNodes));
    }
    this.#items.set(key, { source, isBlocked, text, item });
    return item;
  }

  /** The text with names in place of the ids of mentions. */
  #named(text: string): string {
    const { names } = this.#chat;
    for (const id of mentionedIds(text)) void names.load(id);
    return withNames(text, (id) => names.names.value.get(id));
  }

  #showMessage(item: HTMLLIElement, message: Message): void {
    const { sender, createdAt, deleted, editedAt, text } = message;
    const at = new Date(createdAt);
    const isSystem = sender.id === "system";
    const name = isSystem ? this.#labels.system : sender.username || this.#labels.deletedUser;
    const from = create("bdi", { part: isSystem ? "sender system" : "sender" }, name);
    const time = create("time", { part: "time", dateTime: createdAt, title: at.toLocaleString() }, shortTime(at));
    const words = create("p", { part: "text", dir: "auto" }, deleted ? this.#labels.deleted : text);
    const files = (message.attachments ?? []).map(({ name, url }) =>
      create("a", { part: "file", href: url ?? "", target: "_blank", rel: "noopener noreferrer", dir: "auto" }, name),
    );
    const note = editedAt && !deleted ? [" ", create("span", { part: "note" }, `(${this.#labels.edited})`)] : [];
    item.setAttribute("part", sender.id === this.#chat.me ? "message own" : "message");
    item.replaceChildren(from, " ", time, ...note, words, ...files.flatMap((file) => [file, " "]));
  }

  #showUnsent(item: HTMLLIElement, entry: OutboxEntry, text: string): void {
    const { outbox } = this.#chat;
    const words = create("p", { part: "text", dir: "auto" }, text);
    item.setAttribute("part", "message own unsent");
    if (entry.state !== "failed") {
      item.replaceChildren(words, create("span", { part: "note" }, this.#labels.sending));
      return;
    }
    const failure = create("p", { part: "failure" }, `${this.#labels.failed} ${entry.reason ?? ""}`);
    const retry = () => outbox.retry(entry.clientMessageId);
    const discard = () => outbox.discard(entry.clientMessageId);
    const button = (label: string, action: () => void) => {
      const onclick = () => {
        action();
        this.#focusComposer();
      };
      return create("button", { type: "button", onclick }, label);
    };
    item.replaceChildren(words, failure, button(this.#labels.retry, retry), " ", button(this.#labels.discard, discard));
  }
}

/** The time, with the day if it isn't today. */
function shortTime(at: Date): string {
  const isToday = at.toDateString() === new Date().toDateString();
  return at.toLocaleString(undefined, { ...(!isToday && { dateStyle: "medium" }), timeStyle: "short" });
}
