import { type KeyboardEvent, type ReactNode, useEffect, useRef } from "react";
import { go, hrefs } from "../app/router";
import { Icon } from "../controls/Icon";
import { isComposing } from "../controls/isComposing";

/** A panel beside a room, or over it in a narrow window. Escape closes it, after anything open inside it. */
export function Panel({ title, roomId, children }: { title: string; roomId: string; children: ReactNode }) {
  const close = useRef<HTMLAnchorElement>(null);
  useEffect(() => close.current?.focus(), []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event)) return;
    const target = event.target as HTMLElement;
    const isMeantElsewhere =
      target.closest("[popover], dialog") || (target instanceof HTMLInputElement && target.value);
    if (event.key === "Escape" && !event.defaultPrevented && !isMeantElsewhere) go(hrefs.room(roomId));
  };
  return (
    <aside className="panel" aria-label={title} onKeyDown={onKeyDown}>
      <header className="panel-head">
        <h2>{title}</h2>
        <a ref={close} className="icon-button" href={hrefs.room(roomId)} aria-label={`Close ${title.toLowerCase()}`}>
          <Icon name="close" />
        </a>
      </header>
      <div className="panel-body">{children}</div>
    </aside>
  );
}
