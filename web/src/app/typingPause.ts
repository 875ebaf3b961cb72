/** Waits for a pause in typing, so that not every key starts a search. */
export const typingPause = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, 200);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
