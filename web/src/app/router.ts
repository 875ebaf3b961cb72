import type { MessageSearch } from "@chatfunctions/client";
import { useSyncExternalStore } from "react";

/** The route, kept in the address's hash so that any static host works. */
export type Route =
  | { readonly page: "home" | "discover" | "mentions" | "notifications" | "unknown" }
  | { readonly page: "join" | "reset"; readonly code: string }
  | { readonly page: "search"; readonly q: string; readonly has?: Has }
  | RoomRoute;

export interface RoomRoute {
  readonly page: "room";
  readonly roomId: string;
  readonly panel: RoomPanel | null;
  /** What the search panel searches for. */
  readonly q?: string;
  readonly has?: Has;
  /** The seq of the message to show. */
  readonly at?: number;
}

/** What the messages of a search must have. */
export type Has = MessageSearch["has"];

export type RoomPanel = "members" | "pins" | "reports" | "settings" | "search";

const panels: readonly string[] = ["members", "pins", "reports", "settings", "search"] satisfies RoomPanel[];

export function parseRoute(hash: string): Route {
  const [page, id, rest, last, more] = hash
    .replace(/^#?\/?/, "")
    .split("/")
    .map(decode);
  if (page === "discover" || page === "mentions" || page === "notifications") return { page };
  if (page === "search") return { page, q: id ?? "", ...hasOf(rest) };
  if ((page === "join" || page === "reset") && id) return { page, code: id };
  if (page === "rooms" && id) {
    const panel = panels.includes(rest ?? "") ? (rest as RoomPanel) : null;
    const route: RoomRoute = { page: "room", roomId: id, panel };
    if (panel === "search" && (last || more)) return { ...route, q: last ?? "", ...hasOf(more) };
    return rest === "at" && /^[1-9]\d*$/.test(last ?? "") ? { ...route, at: Number(last) } : route;
  }
  return { page: page === "" && id === undefined ? "home" : "unknown" };
}

const hasOf = (part = ""): { has?: Has } => (part === "link" || part === "file" ? { has: part } : {});

/** The route for a path, because static hosts answer unknown paths with this page. Null if the path is the page's own. */
export function addressOf(pathname: string): string | null {
  const name = pathname.slice(pathname.lastIndexOf("/") + 1);
  return name === "" || name === "index.html" ? null : `./#/${name}`;
}

export const hrefs = {
  home: "#/",
  discover: "#/discover",
  mentions: "#/mentions",
  notifications: "#/notifications",
  join: (code: string) => `#/join/${encodeURIComponent(code)}`,
  room: (roomId: string, panel?: RoomPanel | null) =>
    `#/rooms/${encodeURIComponent(roomId)}${panel ? `/${panel}` : ""}`,
  roomSearch: (roomId: string, q: string, has?: Has) =>
    `${hrefs.room(roomId, "search")}/${encodeURIComponent(q)}${has ? `/${has}` : ""}`,
  message: (roomId: string, seq: number) => `${hrefs.room(roomId)}/at/${seq}`,
  search: (q = "", has?: Has): string =>
    `#/search${q || has ? `/${encodeURIComponent(q)}` : ""}${has ? `/${has}` : ""}`,
};

export function go(href: string): void {
  location.hash = href.slice(1);
}

/** Replaces the current entry of the browser's history. */
export function replace(href: string): void {
  location.replace(href);
}

export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribe, () => location.hash);
  return parseRoute(hash);
}

function subscribe(listener: () => void): () => void {
  addEventListener("hashchange", listener);
  return () => removeEventListener("hashchange", listener);
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    return "";
  }
}
