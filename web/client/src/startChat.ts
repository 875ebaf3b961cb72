import type { Chat } from "./chat.ts";
import type { ChatClient } from "./client.ts";
import { systemClock } from "./clock.ts";
import type { ApiError } from "./http/apiError.ts";
import { Refresher } from "./refresher.ts";

/** Starts the chat and retries failures that may pass; `onFailure` gets the others. Returns the function that stops it. */
export function startChat(
  client: ChatClient,
  onStarted: (chat: Chat) => void,
  onFailure: (error: ApiError) => void,
): () => void {
  let started: Chat | null = null;
  let isStopped = false;
  const start = async () => {
    started = await client.start();
    if (isStopped) started.stop();
    else onStarted(started);
  };
  const fail = (error: ApiError) => {
    if (!error.passing) onFailure(error);
  };
  const refresher = new Refresher(start, systemClock, Math.random, fail);
  void refresher.run();
  return () => {
    isStopped = true;
    refresher.stop();
    started?.stop();
  };
}
