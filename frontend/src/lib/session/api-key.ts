/**
 * The API key of this tab. It lives in memory; with "keep" also in sessionStorage, which ends with the tab.
 * Never in the URL, a cookie or localStorage.
 */
import { useSyncExternalStore } from "react";

const STORAGE_KEY = "invoices-api-key";

interface Session {
  key: string | null;
  /** The server refused the key, or requires one: the sign-in is shown. */
  refused: boolean;
}

let session: Session = { key: readKept(), refused: false };
const listeners = new Set<() => void>();

function readKept(): string | null {
  try {
    return sessionStorage.getItem(STORAGE_KEY);
  } catch {
    return null; // Storage is switched off in this browser: memory has to do.
  }
}

function set(next: Session): void {
  session = next;
  for (const listener of listeners) listener();
}

export function apiKey(): string | null {
  return session.key;
}

export function signIn(key: string, keep: boolean): void {
  try {
    if (keep) sessionStorage.setItem(STORAGE_KEY, key);
    else sessionStorage.removeItem(STORAGE_KEY);
  } catch {
    // As above: the key stays in memory.
  }
  set({ key, refused: false });
}

export function signOut(): void {
  try {
    sessionStorage.removeItem(STORAGE_KEY);
  } catch {
    // As above.
  }
  set({ key: null, refused: true });
}

export function keyRefused(): void {
  if (!session.refused) set({ ...session, refused: true });
}

export function useSession(): Session {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => session,
  );
}
