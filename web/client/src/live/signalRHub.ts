import { HubConnectionBuilder, LogLevel } from "@microsoft/signalr";
import type { HubFactory } from "./hub.ts";

/**
 * The real connection. It doesn't reconnect by itself: the service keeps nothing for a connection that is gone, so
 * LiveConnection repeats the whole negotiation instead.
 */
export const signalRHub: HubFactory = (url, accessToken) =>
  new HubConnectionBuilder().withUrl(url, { accessTokenFactory: accessToken }).configureLogging(LogLevel.None).build();
