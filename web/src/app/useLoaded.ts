import { useEffect, useState } from "react";
import { systemClock } from "../../client/src/clock";
import type { ApiError } from "../../client/src/http/apiError";
import { Refresher } from "../../client/src/refresher";
import { useChat } from "./chatContext";

type Load<T> = (signal: AbortSignal) => Promise<T>;

export interface Loaded<T> {
  /** The last result, also while the next one is loading. */
  readonly value: T | null;
  readonly error: ApiError | null;
  /** Whether `value` or `error` is the result of the current `load`. */
  readonly isCurrent: boolean;
}

/**
 * Calls `load` whenever it changes (wrap it in useCallback), unless it is null. Retries temporary failures with back-off, and when the
 * connection is back.
 */
export function useLoaded<T>(load: Load<T> | null): Loaded<T> {
  const { chat } = useChat();
  const [state, setState] = useState<Omit<Loaded<T>, "isCurrent"> & { readonly load: Load<T> | null }>({
    value: null,
    error: null,
    load: null,
  });
  useEffect(() => {
    if (!load) return;
    const stop = new AbortController();
    const work = async () => {
      const value = await load(stop.signal);
      if (!stop.signal.aborted) setState({ value, error: null, load });
    };
    const fail = (error: ApiError) => setState(({ value }) => ({ value, error, load }));
    const refresher = new Refresher(work, systemClock, Math.random, fail);
    void refresher.run();
    const unsubscribe = chat.connection.subscribe(() => refresher.retryNow());
    return () => {
      unsubscribe();
      refresher.stop();
      stop.abort();
    };
  }, [chat, load]);
  const { value, error } = state;
  return { value, error, isCurrent: state.load === load };
}
