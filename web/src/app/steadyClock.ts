import type { Clock } from "@chatfunctions/client";
import type { TimerRequest } from "./timers.worker";
import timers from "./timers.worker?worker&url";

/** The used part of a worker that runs `timers.worker.ts`. */
export interface TimerWorker {
  postMessage(request: TimerRequest): void;
  onmessage: ((event: MessageEvent<number>) => void) | null;
}

/** Browsers delay the timers of hidden pages to the next second, which doesn't matter for longer ones. */
const second = 1_000;

/**
 * A clock that also works in a hidden page. Browsers fire timers of hidden pages at most once a minute, which is as long as a presence
 * lease, but don't slow down timers of workers. The page's own timers also run, in case the worker is missing or fails.
 */
export function steadyClock(page: Clock, worker: TimerWorker): Clock {
  const waiting = new Map<number, () => void>();
  let last = 0;
  worker.onmessage = ({ data }) => waiting.get(data)?.();
  return {
    now: () => page.now(),
    after(ms, callback) {
      if (ms < second) return page.after(ms, callback);
      const id = ++last;
      const cancelPage = page.after(ms, fire);
      waiting.set(id, fire);
      worker.postMessage({ id, ms });
      function cancel() {
        cancelPage();
        if (waiting.delete(id)) worker.postMessage({ id });
      }
      function fire() {
        cancel();
        callback();
      }
      return cancel;
    },
  };
}

/** Starts the worker. The content security policy requires a trusted type for its URL, if the browser supports them. */
export function startTimerWorker(): TimerWorker {
  const { trustedTypes } = window as { trustedTypes?: TrustedTypes };
  const policy = trustedTypes?.createPolicy("chatfunctions-timers", { createScriptURL: (url) => url });
  return new Worker((policy?.createScriptURL(timers) as string | undefined) ?? timers, { type: "module" });
}

/** The used part of https://www.w3.org/TR/trusted-types/. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): { createScriptURL(url: string): unknown };
}
