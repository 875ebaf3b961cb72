/** What the engine needs of a SignalR connection; `HubConnection` has it, and so does the one in the tests. */
export interface Hub {
  on(target: string, handler: (...args: never[]) => void): void;
  onclose(callback: (error?: Error) => void): void;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Makes an unstarted connection that negotiates at `url` with the token that `accessToken` gives at that moment. */
export type HubFactory = (url: string, accessToken: () => string) => Hub;
