import type { Api } from "../api/api";
import { type ApiError, asApiError } from "../http/apiError";
import { withReaction } from "../timeline/messageWindow";
import type { RoomSync } from "../timeline/roomSync";
import { amend, foresee } from "../timeline/timeline";
import type { Message } from "../wire";

/** Changes to messages that exist. What the answer shows is shown at once; the event that follows finds nothing to do. */
export class MessageActions {
  readonly #api: Api;
  readonly #me: string;

  constructor(api: Api, me: string) {
    this.#api = api;
    this.#me = me;
  }

  /** @throws ApiError 412 when the text was changed elsewhere since `message` was read. */
  async edit(room: RoomSync, message: Message, text: string): Promise<void> {
    const { roomId, seq } = message;
    try {
      const edited = await this.#api.edit(roomId, seq, text, message.version);
      room.change((timeline) => amend(timeline, edited));
    } catch (error) {
      if (asApiError(error).status !== 412) throw error;
      const now = await this.#api.message(roomId, seq);
      room.change((timeline) => amend(timeline, now));
      // The version may have moved for another reason, a reaction perhaps. That's no conflict.
      if (now.text !== message.text || now.deleted || now.version === message.version) throw error;
      await this.edit(room, now, text);
    }
  }

  async remove(room: RoomSync, message: Message): Promise<void> {
    const deleted = await this.#api.deleteMessage(message.roomId, message.seq);
    room.change((timeline) => amend(timeline, deleted));
  }

  /**
   * Shows the reaction before the server knows of it, and takes it back when that fails, unless the server turns out to have it.
   * Where that can't be asked either, the reaction comes back with its event.
   */
  async toggleReaction(room: RoomSync, message: Message, emoji: string): Promise<void> {
    const { roomId, seq } = message;
    const isMine = ({ reactions }: Message) =>
      reactions.some((reaction) => reaction.emoji === emoji && reaction.userIds.includes(this.#me));
    const on = !isMine(message);
    const show = (set: boolean) =>
      room.change((timeline) => foresee(timeline, seq, (held) => withReaction(held, emoji, this.#me, set)));
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
}

/** The server has answered that it won't; without that, or with a fault of its own, it may have. */
const isRefusal = ({ status, passing }: ApiError) => !passing || status === 429;
