import type { Message } from "@chatfunctions/client";
import { useRooms } from "@chatfunctions/client/react";
import { useCallback } from "react";
import { useChat } from "../app/chatContext";
import { explain } from "../app/explain";
import { hrefs } from "../app/router";
import { type LoadPage, usePages } from "../app/usePages";
import { Icon } from "../controls/Icon";
import { preview } from "../messages/preview";
import { PageHeader } from "../rooms/PageHeader";
import { titleOf } from "../rooms/roomName";
import { HitText } from "../search/HitText";

/** The messages that mention the user in any room, newest first. */
export function MentionsPage() {
  const { chat } = useChat();
  const { rooms } = useRooms();
  const count = rooms.reduce((sum, room) => sum + room.mentionCount, 0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new mention loads the list again
  const load = useCallback<LoadPage<Message>>((cursor, signal) => chat.api.mentions(cursor, signal), [chat, count]);
  const { page, error, isCurrent, more } = usePages(load);
  const isEmpty = isCurrent && page?.items.length === 0 && !page.cursor;
  return (
    <>
      <PageHeader title="Mentions" detail="Messages that mention you" />
      {isEmpty && (
        <div className="blank">
          <Icon name="mention" className="blank-icon" />
          <p>No mentions yet.</p>
        </div>
      )}
      <div className="scroll" hidden={isEmpty}>
        <div className="column">
          <div role="status" className="column-note">
            {error ? explain(error) : page === null ? "Loading…" : ""}
          </div>
          <ul className="hits">
            {page?.items.map((message) => {
              const room = rooms.find(({ id }) => id === message.roomId);
              return (
                <li key={`${message.roomId}/${message.seq}`}>
                  <a className="hit" href={hrefs.message(message.roomId, message.seq)}>
                    {room && (
                      <small>
                        <bdi>{titleOf(room)}</bdi>
                      </small>
                    )}
                    <HitText
                      hit={{ message: { ...message, text: preview(message.text, message.attachments) }, matches: [] }}
                    />
                  </a>
                </li>
              );
            })}
          </ul>
          {page?.cursor && (
            <button className="button quiet" type="button" onClick={more}>
              Show more
            </button>
          )}
        </div>
      </div>
    </>
  );
}
