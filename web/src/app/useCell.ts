import { useSyncExternalStore } from "react";
import type { Readable } from "../../client/src/cell";

/** The current value of a readable of the engine. */
export function useCell<T>(cell: Readable<T>): T {
  return useSyncExternalStore(cell.subscribe, () => cell.value);
}
