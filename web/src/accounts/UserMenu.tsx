import { useState } from "react";
import { useChat } from "../app/chatContext";
import { setTheme, storedTheme, type Theme } from "../app/theme";
import { Avatar } from "../controls/Avatar";
import { Menu, type MenuItem } from "../controls/Menu";
import { AccountDialog } from "./AccountDialog";

const themes: Record<Theme, string> = { system: "System theme", light: "Light", dark: "Dark" };

/** Who is signed in, with what concerns the user alone: account, colours, signing out. */
export function UserMenu() {
  const { me, session, store } = useChat();
  const [account, setAccount] = useState(false);
  const [theme, choose] = useState(() => storedTheme(store));
  const themeItems = (Object.keys(themes) as Theme[]).map<MenuItem>((one, index) => ({
    apart: index === 0,
    label: themes[one],
    checked: one === theme,
    onSelect: () => {
      setTheme(store, one);
      choose(one);
    },
  }));
  const items: MenuItem[] = [
    { label: "Account", icon: "user", onSelect: () => setAccount(true) },
    ...themeItems,
    { label: "Sign out", icon: "leave", apart: true, onSelect: () => void session.logout() },
  ];
  return (
    <>
      <Menu className="user-button" label={`${me.username}: account and settings`} items={items}>
        <Avatar user={me} size="small" />
        <span className="user-name">{me.username}</span>
      </Menu>
      {account && <AccountDialog onClose={() => setAccount(false)} />}
    </>
  );
}
