import { useSyncExternalStore } from "react";

/** The route, kept in the address's hash so that any static host works. */
export type Route =
  | { readonly page: "home" | "discover" | "mentions" | "notifications" | "unknown" }
  | { readonly page: "join" | "reset"; readonly code: string }
  | { readonly page: "search"; readonly q: string }
  | RoomRoute;

export interface RoomRoute {
  readonly page: "room";
  readonly roomId: string;
  readonly panel: RoomPanel | null;
  /** What the search panel searches for. */
  readonly q?: string;
  /** The seq of the message to show. */
  readonly at?: number;
}

export type RoomPanel = "members" | "pins" | "reports" | "settings" | "search";

const panels: readonly string[] = ["members", "pins", "reports", "settings", "search"] satisfies RoomPanel[];

export function parseRoute(hash: string): Route {
  const [page, id, rest, last] = hash
    .replace(/^#?\/?/, "")
    .split("/")
    .map(decode);
  if (page === "discover" || page === "mentions" || page === "notifications") return { page };
  if (page === "search") return { page, q: id ?? "" };
  if ((page === "join" || page === "reset") && id) return { page, code: id };
  if (page === "rooms" && id) {
    const panel = panels.includes(rest ?? "") ? (rest as RoomPanel) : null;
    const route: RoomRoute = { page: "room", roomId: id, panel };
    if (panel === "search" && last) return { ...route, q: last };
    return rest === "at" && /^[1-9]\d*$/.test(last ?? "") ? { ...route, at: Number(last) } : route;
  }
  return { page: page === "" && id === undefined ? "home" : "unknown" };
}

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
  roomSearch: (roomId: string, q: string) => `${hrefs.room(roomId, "search")}/${encodeURIComponent(q)}`,
  message: (roomId: string, seq: number) => `${hrefs.room(roomId)}/at/${seq}`,
  search: (q = ""): string => `#/search${q === "" ? "" : `/${encodeURIComponent(q)}`}`,
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
