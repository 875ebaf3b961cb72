import type { UserRef } from "@chatfunctions/client";
import { useBlocks } from "@chatfunctions/client/react";
import { useState } from "react";
import { useChat } from "../app/chatContext";
import { useNotices } from "../app/notices";
import { Confirm } from "../controls/Confirm";
import { isolated } from "../controls/isolated";
import type { MenuItem } from "../controls/Menu";

/** Whether the user has blocked someone. */
export function useIsBlocked(userId: string | undefined): boolean {
  const blocked = useBlocks();
  return userId !== undefined && blocked.has(userId);
}

export function useUnblock() {
  const { chat } = useChat();
  const { tell } = useNotices();
  return async (user: UserRef) => {
    await chat.blocks.unblock(user);
    void chat.rooms.refresh();
    tell(`${isolated(user.username)} unblocked`);
  };
}

/** The menu item that blocks or unblocks someone, and the dialog that asks before. */
export function useBlockItem(user: UserRef): { readonly item: MenuItem; readonly dialog: React.ReactNode } {
  const { chat } = useChat();
  const { tell, fail } = useNotices();
  const unblock = useUnblock();
  const isBlocked = useIsBlocked(user.id);
  const [asking, setAsking] = useState(false);
  const block = async () => {
    await chat.blocks.block(user);
    tell(`${isolated(user.username)} blocked`);
  };
  return {
    item: isBlocked
      ? { label: "Unblock", icon: "user", onSelect: () => void unblock(user).catch(fail) }
      : { label: "Block…", icon: "block", danger: true, onSelect: () => setAsking(true) },
    dialog: asking && (
      <Confirm title="Block user" action="Block" onConfirm={block} onClose={() => setAsking(false)}>
        You and <bdi>{user.username}</bdi> can't send each other direct messages or add each other to rooms. Their
        messages in shared rooms are collapsed. They aren't notified.
      </Confirm>
    ),
  };
}
