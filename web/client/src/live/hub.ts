/** The part of a SignalR `HubConnection` that the client needs. */
export interface Hub {
  on(target: string, handler: (...args: never[]) => void): void;
  onclose(callback: (error?: Error) => void): void;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Creates a connection that negotiates at `url` with the current access token. */
export type HubFactory = (url: string, accessToken: () => string) => Hub;
