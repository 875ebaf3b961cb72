import { useSyncExternalStore } from "react";
import type { Readable } from "../../client/src/cell";

/** The value of one of the engine's readables, followed. */
export function useCell<T>(cell: Readable<T>): T {
  return useSyncExternalStore(cell.subscribe, () => cell.value);
}
