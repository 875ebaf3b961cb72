import { HubConnectionBuilder, LogLevel } from "@microsoft/signalr";
import type { HubFactory } from "./hub.ts";

/**
 * A SignalR connection. It doesn't reconnect by itself: the service keeps nothing for a lost connection, so
 * LiveConnection repeats the whole negotiation instead.
 */
export const signalRHub: HubFactory = (url, accessToken) =>
  new HubConnectionBuilder().withUrl(url, { accessTokenFactory: accessToken }).configureLogging(LogLevel.None).build();
