import type { Api } from "../api/api.ts";
import { type ApiError, asApiError } from "../http/apiError.ts";
import { withReaction } from "../timeline/messageWindow.ts";
import { amend, foresee, type Timeline } from "../timeline/timeline.ts";
import type { Message } from "../wire.ts";
import type { OpenRooms } from "./openRooms.ts";

/** Edits and deletes messages, and adds reactions. An open room shows the change before its event arrives. */
export class MessageActions {
  readonly #api: Api;
  readonly #me: string;
  readonly #openRooms: OpenRooms;

  /** @internal */
  constructor(api: Api, me: string, openRooms: OpenRooms) {
    this.#api = api;
    this.#me = me;
    this.#openRooms = openRooms;
  }

  /** Changes the text of a message. @throws ApiError 412 when the text was changed elsewhere since `message` was read. */
  async edit(message: Message, text: string): Promise<void> {
    const { roomId, seq } = message;
    try {
      const edited = await this.#api.edit(roomId, seq, text, message.version);
      this.#show(edited);
    } catch (error) {
      if (asApiError(error).status !== 412) throw error;
      const now = await this.#api.message(roomId, seq);
      this.#show(now);
      // Another change, such as a reaction, is no conflict.
      if (now.text !== message.text || now.deleted || now.version === message.version) throw error;
      await this.edit(now, text);
    }
  }

  /** Deletes a message for everyone; a tombstone stays in its place. */
  async delete(message: Message): Promise<void> {
    const deleted = await this.#api.deleteMessage(message.roomId, message.seq);
    this.#show(deleted);
  }

  /** Removes a reaction of any user, which requires the role admin or owner. @throws ApiError */
  async removeReaction({ roomId, seq }: Message, emoji: string, userId: string): Promise<void> {
    this.#show(await this.#api.unreact(roomId, seq, emoji, userId));
  }

  /**
   * Adds or removes the user's reaction. An open room shows it before the answer, and undoes it if the request fails, unless the
   * server has stored it.
   */
  async toggleReaction(message: Message, emoji: string): Promise<void> {
    const { roomId, seq } = message;
    const isMine = ({ reactions }: Message) =>
      reactions.some((reaction) => reaction.emoji === emoji && reaction.userIds.includes(this.#me));
    const on = !isMine(message);
    const show = (set: boolean) =>
      this.#change(roomId, (timeline) => foresee(timeline, seq, (held) => withReaction(held, emoji, this.#me, set)));
    show(on);
    try {
      await (on ? this.#api.react(roomId, seq, emoji) : this.#api.unreact(roomId, seq, emoji));
    } catch (error) {
      const isThere = isRefusal(asApiError(error))
        ? !on
        : await this.#api.message(roomId, seq).then(isMine, asApiError);
      if (isThere === on) return;
      show(!on);
      throw error;
    }
  }

  #show(message: Message): void {
    this.#change(message.roomId, (timeline) => amend(timeline, message));
  }

  #change(roomId: string, step: (timeline: Timeline) => Timeline): void {
    this.#openRooms.get(roomId)?.change(step);
  }
}

/** The server refused the request, so it had no effect. */
const isRefusal = ({ status, passing }: ApiError) => !passing || status === 429;
