/** Whether the server answers: one state for the whole app, set by every call. */
import { useSyncExternalStore } from "react";

let reachable = true;
const listeners = new Set<() => void>();

function set(next: boolean): void {
  if (next === reachable) return;
  reachable = next;
  for (const listener of listeners) listener();
}

export const serverAnswered = (): void => set(true);
export const serverSilent = (): void => set(false);

function onReachability(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const isReachable = (): boolean => reachable;

export function useReachable(): boolean {
  return useSyncExternalStore(onReachability, isReachable);
}
