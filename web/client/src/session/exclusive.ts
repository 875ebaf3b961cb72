/** Runs one piece of work at a time, among all that share the same lock. */
export type Exclusive = <T>(work: () => Promise<T>) => Promise<T>;

/** One at a time in this page. */
export function pageLock(): Exclusive {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work, work);
    last = next.catch(() => undefined);
    return next;
  };
}

/** One at a time among all tabs of this origin (Web Locks); in this page where the browser has none (no secure context). */
export function tabLock(name: string): Exclusive {
  const locks: LockManager | undefined = globalThis.navigator?.locks;
  return locks ? (work) => locks.request(name, work) : pageLock();
}
