/** Runs one task at a time among all users of the lock. */
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

/** One at a time among all tabs of this origin; without Web Locks, in this page. */
export function tabLock(name: string): Exclusive {
  const locks: LockManager | undefined = globalThis.navigator?.locks;
  return locks ? (work) => locks.request(name, work) : pageLock();
}
