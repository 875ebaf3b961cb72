/** A request of the page: start a timer of `ms`, or stop it if `ms` is absent. */
export interface TimerRequest {
  readonly id: number;
  readonly ms?: number;
}

const timers = new Map<number, ReturnType<typeof setTimeout>>();

self.onmessage = ({ data: { id, ms } }: MessageEvent<TimerRequest>) => {
  clearTimeout(timers.get(id));
  timers.delete(id);
  if (ms === undefined) return;
  const fire = () => {
    timers.delete(id);
    self.postMessage(id);
  };
  timers.set(id, setTimeout(fire, ms));
};
