import { createChat, systemClock } from "@chatfunctions/client";
import { startTimerWorker, steadyClock } from "./steadyClock";

/** The chat that this page shows. */
export const createClient = () =>
  createChat({ url: import.meta.env.VITE_API_BASE ?? "", clock: steadyClock(systemClock, startTimerWorker()) });

export type Client = ReturnType<typeof createClient>;
