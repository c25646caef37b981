/**
 * The API key that this browser is signed in with. It is kept for the tab (sessionStorage, which ends with it) or, if
 * the reader chooses so, on this device (localStorage) until they sign out. Never in the URL or a cookie.
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
    return sessionStorage.getItem(STORAGE_KEY) ?? localStorage.getItem(STORAGE_KEY);
  } catch {
    return null; // Storage is switched off in this browser: memory has to do.
  }
}

/** Keeps the key in one of the two places or, without a key, in none. */
function keep(key: string | null, onDevice: boolean): void {
  try {
    sessionStorage.removeItem(STORAGE_KEY);
    localStorage.removeItem(STORAGE_KEY);
    if (key !== null) (onDevice ? localStorage : sessionStorage).setItem(STORAGE_KEY, key);
  } catch {
    // As above: the key stays in memory.
  }
}

function set(next: Session): void {
  session = next;
  for (const listener of listeners) listener();
}

export function apiKey(): string | null {
  return session.key;
}

/** `onDevice`: stay signed in after this tab is closed, and in other tabs. */
export function signIn(key: string, onDevice: boolean): void {
  keep(key, onDevice);
  set({ key, refused: false });
}

export function signOut(): void {
  keep(null, false);
  set({ key: null, refused: true });
}

export function keyRefused(): void {
  if (!session.refused) set({ ...session, refused: true });
}

/** Signing out in another tab of this device signs out here, too, where the key was the device's. */
function followOtherTabs(event: StorageEvent): void {
  if (event.key !== STORAGE_KEY || event.newValue !== null) return;
  if (session.key !== null && session.key === event.oldValue) signOut();
}

if (typeof window !== "undefined") window.addEventListener("storage", followOtherTabs);

export function useSession(): Session {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => session,
  );
}
