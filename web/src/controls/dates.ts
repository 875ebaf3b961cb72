const time = new Intl.DateTimeFormat(undefined, { timeStyle: "short" });
const weekday = new Intl.DateTimeFormat(undefined, { weekday: "long" });
const dayAndMonth = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });
const fullDay = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "long", year: "numeric" });
const shortDay = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "short" });

/** "8:22 AM" or "08:22", depending on the browser's language. */
export const timeOf = (iso: string) => time.format(new Date(iso));

/** "Friday, 20 November 2026 at 10:32" */
export const fullTimeOf = (iso: string) => full.format(new Date(iso));

/** "20 November 2026" */
export const dateOf = (iso: string) => fullDay.format(new Date(iso));

/** A key of the local day. */
export const dayOf = (iso: string) => new Date(iso).toDateString();

/** "Today", "Yesterday", "Monday, 3 August", "3 August 2025" */
export function dayLabel(iso: string, now = Date.now()): string {
  const date = new Date(iso);
  const days = daysAgo(date, now);
  if (days === 0) return "Today";
  if (days === 1) return "Yesterday";
  return date.getFullYear() === new Date(now).getFullYear() ? dayAndMonth.format(date) : fullDay.format(date);
}

/** A short form: "10:32" today, "Monday" within a week, otherwise "3 Aug". */
export function shortTime(iso: string, now = Date.now()): string {
  const date = new Date(iso);
  const days = daysAgo(date, now);
  if (days === 0) return time.format(date);
  return days > 0 && days < 7 ? weekday.format(date) : shortDay.format(date);
}

function daysAgo(date: Date, now: number): number {
  const midnight = (value: Date) => new Date(value.getFullYear(), value.getMonth(), value.getDate()).getTime();
  return Math.round((midnight(new Date(now)) - midnight(date)) / 86_400_000);
}
