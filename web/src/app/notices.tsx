import { createContext, type ReactNode, useCallback, useContext, useMemo, useRef, useState } from "react";
import { Icon } from "../controls/Icon";
import { explain } from "./explain";

interface Notice {
  readonly id: number;
  readonly text: string;
}

interface Notices {
  /** Shows and announces a message for some seconds. */
  readonly tell: (text: string) => void;
  /** Shows an error; for `.catch`. */
  readonly fail: (error: unknown) => void;
  /** Announces a message to screen readers only, and removes it after some seconds. */
  readonly announce: (text: string) => void;
}

const Context = createContext<Notices | null>(null);
const shownFor = 6_000;

export function useNotices(): Notices {
  const notices = useContext(Context);
  if (!notices) throw new Error("useNotices outside NoticeProvider");
  return notices;
}

export function NoticeProvider({ children }: { children: ReactNode }) {
  const [notices, setNotices] = useState<readonly Notice[]>([]);
  const [spoken, setSpoken] = useState<readonly Notice[]>([]);
  const ids = useRef(0);
  const dismiss = useCallback((id: number) => setNotices((all) => all.filter((notice) => notice.id !== id)), []);
  const tell = useCallback(
    (text: string) => {
      const id = ++ids.current;
      setNotices((all) => [...all.filter((notice) => notice.text !== text), { id, text }].slice(-3));
      setTimeout(() => dismiss(id), shownFor);
    },
    [dismiss],
  );
  const value = useMemo(
    () => ({
      tell,
      fail: (error: unknown) => tell(explain(error)),
      announce: (text: string) => {
        const id = ++ids.current;
        setSpoken((all) => [...all, { id, text }]);
        setTimeout(() => setSpoken((all) => all.filter((one) => one.id !== id)), shownFor);
      },
    }),
    [tell],
  );
  return (
    <Context value={value}>
      {children}
      <div className="notices" role="status">
        {notices.map((notice) => (
          <div className="notice" key={notice.id}>
            <span>{notice.text}</span>
            <button className="icon-button" type="button" aria-label="Dismiss" onClick={() => dismiss(notice.id)}>
              <Icon name="close" />
            </button>
          </div>
        ))}
      </div>
      <div className="unseen" role="log" aria-live="polite">
        {spoken.map(({ id, text }) => (
          <p key={id}>{text}</p>
        ))}
      </div>
    </Context>
  );
}
