import type { Clock } from "../../client/src/clock";
import type { TimerRequest } from "./timers.worker";
import timers from "./timers.worker?worker&url";

/** What is needed of a worker that runs `timers.worker.ts`. */
export interface TimerWorker {
  postMessage(request: TimerRequest): void;
  onmessage: ((event: MessageEvent<number>) => void) | null;
}

/** Browsers let the timers of hidden pages wait for the next second; that's no matter for what is longer. */
const second = 1_000;

/**
 * A clock that goes on in a hidden page. There, browsers fire timers once a minute at most, and a presence lease lasts no longer;
 * those of workers they leave alone. The page's own timers run beside them, should there be no worker or should it fail.
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

/** The worker itself. The content security policy wants scripts named by a trusted type, where the browser knows those. */
export function startTimerWorker(): TimerWorker {
  const { trustedTypes } = window as { trustedTypes?: TrustedTypes };
  const policy = trustedTypes?.createPolicy("chatfunctions-timers", { createScriptURL: (url) => url });
  return new Worker((policy?.createScriptURL(timers) as string | undefined) ?? timers, { type: "module" });
}

/** As much of https://www.w3.org/TR/trusted-types/ as is used here. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): { createScriptURL(url: string): unknown };
}
