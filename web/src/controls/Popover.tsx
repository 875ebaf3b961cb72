import { type ReactNode, useEffect, useLayoutEffect, useRef } from "react";

type Edge = "start" | "end";

/** The distance to the anchor and to the window's edges. */
const gap = 6;

/**
 * A popover beside a control, open while it is mounted. Escape or a click elsewhere closes it. Its first control gets the focus, and
 * `anchor` gets it back.
 */
export function Popover({
  anchor,
  label,
  role,
  edge = "end",
  onClose,
  children,
}: {
  anchor: HTMLElement;
  label: string;
  role: "dialog" | "menu";
  /** The edge of the anchor that it is aligned with. */
  edge?: Edge;
  onClose: () => void;
  children: ReactNode;
}) {
  const ref = useRef<HTMLDivElement>(null);
  const close = useRef(onClose);
  close.current = onClose;
  useLayoutEffect(() => {
    const popover = ref.current;
    if (!popover) return;
    popover.showPopover();
    place(popover, anchor, edge);
    popover.querySelector<HTMLElement>("button, input")?.focus();
  }, [anchor, edge]);
  useEffect(() => {
    const popover = ref.current;
    const toggled = (event: Event) => {
      if ((event as ToggleEvent).newState === "closed") close.current();
    };
    popover?.addEventListener("toggle", toggled);
    return () => {
      popover?.removeEventListener("toggle", toggled);
      if (popover?.contains(document.activeElement) || document.activeElement === document.body) anchor.focus();
    };
  }, [anchor]);
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: both roles that it takes have names
    <div ref={ref} className="popover" popover="auto" role={role} aria-label={label}>
      {children}
    </div>
  );
}

/** Places it below or above the anchor, inside the window, aligned with an edge of the anchor. */
export function place(popover: HTMLElement, anchor: HTMLElement, edge: Edge): void {
  const at = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = popover;
  const below = at.bottom + gap + height <= innerHeight - gap;
  const top = below ? at.bottom + gap : Math.max(gap, at.top - gap - height);
  const wanted = edge === "end" ? at.right - width : at.left;
  popover.style.top = `${top}px`;
  popover.style.left = `${Math.min(Math.max(gap, wanted), innerWidth - width - gap)}px`;
}
