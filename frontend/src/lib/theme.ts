import { useSyncExternalStore } from "react";
import { store, stored } from "@/lib/preferences";

export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

const dark = matchMedia("(prefers-color-scheme: dark)");
const listeners = new Set<() => void>();

function theme(): Theme {
  const chosen = stored("theme");
  return chosen === "light" || chosen === "dark" ? chosen : "system";
}

function apply(): void {
  const chosen = theme();
  document.documentElement.dataset["theme"] =
    chosen === "system" ? (dark.matches ? "dark" : "light") : chosen;
  for (const listener of listeners) listener();
}

export function setTheme(next: Theme): void {
  store("theme", next);
  apply();
}

dark.addEventListener("change", apply);

export function useTheme(): Theme {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, theme);
}
