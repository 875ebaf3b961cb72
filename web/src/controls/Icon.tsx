/** Line icons on a 24-unit grid, drawn for this page. */
const shapes = {
  add: "M12 5v14M5 12h14",
  attach: "M20 11.5l-8.3 8.3a5 5 0 0 1-7.1-7.1L13 4.4a3.3 3.3 0 0 1 4.7 4.7l-8.4 8.4a1.7 1.7 0 0 1-2.4-2.4l7.7-7.6",
  back: "M15 5l-7 7 7 7",
  bell: "M6 16V11a6 6 0 0 1 12 0v5l1.5 2h-15L6 16ZM10 21h4",
  block: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM5.7 5.7l12.6 12.6",
  chat: "M5 5h14a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-6l-5 4v-4H5a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2Z",
  check: "M5 12.5l4.5 4.5L19 7.5",
  checks: "M2 12.5L6.5 17 14 8.5M11 15.5l1.5 1.5L21 8.5",
  clock: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM12 7v5l3.5 2",
  close: "M6 6l12 12M18 6L6 18",
  compass: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM15.5 8.5l-2 5-5 2 2-5 5-2Z",
  copy: "M9 9h10v11H9zM5 15V4h10",
  down: "M12 5v14M6 13l6 6 6-6",
  download: "M12 4v11M6.5 10l5.5 5.5 5.5-5.5M4 20h16",
  edit: "M4 20l1-4L16.5 4.5l3 3L8 19l-4 1Z",
  file: "M6 3h8l4 4v14H6zM14 3v4h4",
  flag: "M6 21V4h12l-2.5 4 2.5 4H6",
  format: "M3 18L8 6l5 12M4.8 14h6.4M20.5 11v7M20.5 14.5a2.9 2.9 0 1 0 0 .01",
  gear: "M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6ZM12 3v3M12 18v3M3 12h3M18 12h3M5.6 5.6l2.1 2.1M16.3 16.3l2.1 2.1M5.6 18.4l2.1-2.1M16.3 7.7l2.1-2.1",
  globe: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM3.5 12h17M12 3c3 3 3 15 0 18M12 3c-3 3-3 15 0 18",
  hide: "M3 12c2-4 5-6 9-6s7 2 9 6c-2 4-5 6-9 6s-7-2-9-6ZM12 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5ZM4 4l16 16",
  leave: "M10 4H5v16h5M10 12h10M16 8l4 4-4 4",
  link: "M10 14a4 4 0 0 0 6 0l3-3a4.2 4.2 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4.2 4.2 0 0 0 6 6l1-1",
  lock: "M6 11h12v9H6zM9 11V8a3 3 0 0 1 6 0v3",
  mention: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM16 8v5a2.5 2.5 0 0 0 5 0v-1a9 9 0 1 0-4 7.5",
  more: "M5.2 12a.3.3 0 1 0 .6 0 .3.3 0 1 0-.6 0ZM11.7 12a.3.3 0 1 0 .6 0 .3.3 0 1 0-.6 0ZM18.2 12a.3.3 0 1 0 .6 0 .3.3 0 1 0-.6 0Z",
  notes: "M6 3h12v18H6zM9 8h6M9 12h6M9 16h3",
  offline: "M3 3l18 18M5 12.5a10 10 0 0 1 4-2.4M19 12.5a10 10 0 0 0-6-3M8.5 16a5 5 0 0 1 6-.8M12 19.5h.01",
  people:
    "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM2.5 20c0-3.5 3-6 6.5-6s6.5 2.5 6.5 6M16 4.5a3.3 3.3 0 0 1 0 6.3M18 14.5c2 .8 3.5 2.8 3.5 5.5",
  pin: "M9 4h6l-1 6 3 3v2H7v-2l3-3ZM12 15v6",
  reply: "M10 6l-6 6 6 6M4 12h10c4 0 6 2 6 6",
  search: "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14ZM16.5 16.5L21 21",
  send: "M4 12l16-8-6 16-3-7-7-1Z",
  settings: "M4 7h9M17 7h3M15 4.5v5M4 17h3M11 17h9M9 14.5v5",
  smile: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM8.5 14a4.5 4.5 0 0 0 7 0M9 9.5h.01M15 9.5h.01",
  star: "M12 4l2.5 5.2 5.7.8-4.1 4 1 5.7-5.1-2.7-5.1 2.7 1-5.7-4.1-4 5.7-.8Z",
  trash: "M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5M14 11v5",
  unread:
    "M14 5H5a2 2 0 0 0-2 2v8a2 2 0 0 0 2 2h3v4l5-4h6a2 2 0 0 0 2-2v-4M19 2.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5Z",
  up: "M12 19V5M6 11l6-6 6 6",
  user: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20.5c0-4 3.5-6.5 7.5-6.5s7.5 2.5 7.5 6.5",
  warning: "M12 4L2.5 20h19L12 4ZM12 10v5M12 17.5h.01",
} as const;

export type IconName = keyof typeof shapes;

/** Decorative; the control that contains it has the label. */
export function Icon({ name, className = "" }: { name: IconName; className?: string }) {
  return (
    <svg className={`icon ${className}`} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={shapes[name]} />
    </svg>
  );
}
