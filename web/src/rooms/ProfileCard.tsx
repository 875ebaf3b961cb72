import type { UserRef } from "@chatfunctions/client";
import { useLoaded, usePresence } from "@chatfunctions/client/react";
import { type ReactNode, useCallback, useEffect, useState } from "react";
import { useBlockItem } from "../accounts/blocking";
import { useChat } from "../app/chatContext";
import { explain } from "../app/explain";
import { useNotices } from "../app/notices";
import { Avatar } from "../controls/Avatar";
import { dateOf } from "../controls/dates";
import { Icon } from "../controls/Icon";
import { Popover } from "../controls/Popover";
import { useOpenDirect } from "./NewDirectDialog";

/** A user's name or picture. Pressing it shows the user's profile. */
export function ProfileButton({
  user,
  className = "",
  label,
  tabIndex,
  children,
}: {
  user: UserRef;
  className?: string;
  label?: string;
  tabIndex?: number;
  children: ReactNode;
}) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  return (
    <>
      <button
        className={`profile-button ${className}`}
        type="button"
        aria-label={label}
        aria-haspopup="dialog"
        tabIndex={tabIndex}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        {children}
      </button>
      {anchor && <Profile user={user} anchor={anchor} onClose={() => setAnchor(null)} />}
    </>
  );
}

/** The card, and then the question before the user is blocked. */
function Profile({ user, anchor, onClose }: { user: UserRef; anchor: HTMLElement; onClose: () => void }) {
  const { chat } = useChat();
  const blocking = useBlockItem(user);
  const [isCardShown, setIsCardShown] = useState(true);
  const isOver = !isCardShown && !blocking.dialog;
  useEffect(() => {
    if (isOver) onClose();
  }, [isOver, onClose]);
  return (
    <>
      {isCardShown && (
        <Popover
          anchor={anchor}
          label={`Profile of ${user.username}`}
          role="dialog"
          edge="start"
          onClose={() => setIsCardShown(false)}
        >
          <ProfileCard user={user} />
          {user.id !== chat.me && (
            <div className="profile-actions">
              <MessageButton user={user} onDone={() => setIsCardShown(false)} />
              <button
                className="button quiet small"
                type="button"
                onClick={() => {
                  blocking.item.onSelect();
                  setIsCardShown(false);
                }}
              >
                {blocking.item.label}
              </button>
            </div>
          )}
        </Popover>
      )}
      {blocking.dialog}
    </>
  );
}

function ProfileCard({ user }: { user: UserRef }) {
  const { chat } = useChat();
  const online = usePresence();
  const load = useCallback(() => chat.api.user(user.id), [chat, user.id]);
  const { value, error } = useLoaded(load);
  const isOnline = online?.has(user.id);
  return (
    <div className="profile">
      <Avatar user={value ?? user} online={isOnline} size="large" />
      <div>
        <strong>
          <bdi>{value?.username ?? user.username}</bdi>
          {user.id === chat.me && " (you)"}
        </strong>
        <small>{online && (isOnline ? "Online" : "Offline")}</small>
        <small>{error ? explain(error) : value ? `Joined on ${dateOf(value.createdAt)}` : "Loading…"}</small>
      </div>
    </div>
  );
}

function MessageButton({ user, onDone }: { user: UserRef; onDone: () => void }) {
  const { fail } = useNotices();
  const openDirect = useOpenDirect();
  return (
    <button
      className="button small"
      type="button"
      onClick={() => {
        void openDirect(user).catch(fail);
        onDone();
      }}
    >
      <Icon name="chat" />
      Message
    </button>
  );
}
