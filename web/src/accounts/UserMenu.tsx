import { useReadable } from "@chatfunctions/client/react";
import { useState } from "react";
import { useChat } from "../app/chatContext";
import { setTheme, storedTheme, type Theme } from "../app/theme";
import { Avatar } from "../controls/Avatar";
import { Confirm } from "../controls/Confirm";
import { counted } from "../controls/counted";
import { Menu, type MenuItem } from "../controls/Menu";
import { AccountDialog } from "./AccountDialog";

const themes: Record<Theme, string> = { system: "System", light: "Light", dark: "Dark" };

/** The signed-in user's menu: account, theme, signing out. */
export function UserMenu({ onHidden }: { onHidden: () => void }) {
  const { chat, me, client, store } = useChat();
  const [account, setAccount] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const unsent = useReadable(chat.outbox.entries).filter(({ state }) => state !== "sent").length;
  const [theme, choose] = useState(() => storedTheme(store));
  const themeItems = (Object.keys(themes) as Theme[]).map<MenuItem>((one, index) => ({
    ...(index === 0 && { heading: "Theme" }),
    label: themes[one],
    checked: one === theme,
    onSelect: () => {
      setTheme(store, one);
      choose(one);
    },
  }));
  const items: MenuItem[] = [
    { label: "Account", icon: "user", onSelect: () => setAccount(true) },
    { label: "Hidden conversations", icon: "hide", onSelect: onHidden },
    ...themeItems,
    {
      label: "Sign out",
      icon: "leave",
      apart: true,
      onSelect: () => (unsent > 0 ? setLeaving(true) : void client.signOut()),
    },
  ];
  return (
    <>
      <Menu className="user-button" label={`${me.username}: account and settings`} items={items}>
        <Avatar user={me} size="small" />
        <bdi className="user-name">{me.username}</bdi>
      </Menu>
      {leaving && (
        <Confirm title="Sign out" action="Sign out" onConfirm={client.signOut} onClose={() => setLeaving(false)}>
          {counted(unsent, "message")} not sent yet. Signing out discards {unsent === 1 ? "it" : "them"}.
        </Confirm>
      )}
      {account && <AccountDialog onClose={() => setAccount(false)} />}
    </>
  );
}
