import { useReadable } from "@chatfunctions/client/react";
import { useState } from "react";
import { useChat } from "../app/chatContext";
import { useNotices } from "../app/notices";
import { setTheme, storedTheme, type Theme } from "../app/theme";
import { Avatar } from "../controls/Avatar";
import { Confirm } from "../controls/Confirm";
import { counted } from "../controls/counted";
import { Menu, type MenuItem } from "../controls/Menu";
import { type Attention, isTurnedOn, turn } from "../notifications/attention";
import { AccountDialog } from "./AccountDialog";

const themes: Record<Theme, string> = { system: "System", light: "Light", dark: "Dark" };

/** Turn desktop notifications and the sound on and off. */
function useAttentionItems(): MenuItem[] {
  const { store } = useChat();
  const { tell } = useNotices();
  const [, changed] = useState({});
  const item = (way: Attention, name: string, refused: string): MenuItem => {
    const isOn = isTurnedOn(store, way);
    const onSelect = async () => {
      if (!(await turn(store, way, !isOn)) && !isOn) tell(refused);
      changed({});
    };
    return { label: `Turn ${isOn ? "off" : "on"} ${name}`, icon: "bell", onSelect: () => void onSelect() };
  };
  const sound = item("sound", "sounds", "");
  if (!("Notification" in window)) return [sound];
  return [item("desktop", "desktop notifications", "Your browser doesn't allow notifications for this page."), sound];
}

/** The signed-in user's menu: account, notifications, theme, signing out. */
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
    ...useAttentionItems(),
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
