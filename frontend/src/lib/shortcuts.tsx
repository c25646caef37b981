/** Keyboard shortcuts: each screen names its own; `?` lists those that work right now, and the command palette runs them. */
import { createContext, use, useEffect, useRef, useState, type ReactNode } from "react";

interface Shortcut {
  /** "Mod+Enter", "Alt+KeyN", "j", "?", "Plus": Mod is Ctrl or ⌘; a letter with Alt is named by its key code. */
  keys: string;
  label: string;
  run: () => void;
  /** Where it works, if not everywhere on the screen: elsewhere the key is left to the browser. */
  when?: (event: KeyboardEvent) => boolean;
  /** Not listed in the help: an alias of another. */
  hidden?: boolean;
  /** Of use as a key only, such as the next row: not among the commands. */
  keyOnly?: boolean;
}

interface Section {
  title: string;
  shortcuts: readonly Shortcut[];
}

/** Apart from the list of what was added: who adds to it is not rendered again by what others add. */
const AddContext = createContext<((section: Section) => () => void) | null>(null);
const SectionsContext = createContext<readonly Section[]>([]);

export function ShortcutsProvider({ children }: { children: ReactNode }) {
  const [sections, setSections] = useState<readonly Section[]>([]);
  const [add] = useState(() => (section: Section) => {
    setSections((all) => [...all, section]);
    return () => setSections((all) => all.filter((other) => other !== section));
  });
  return (
    <AddContext value={add}>
      <SectionsContext value={sections}>{children}</SectionsContext>
    </AddContext>
  );
}

/** What works right now, each title once, whoever added to it. */
export function useShortcutSections(): readonly Section[] {
  const sections = use(SectionsContext);
  return [...new Set(sections.map(({ title }) => title))].map((title) => ({
    title,
    shortcuts: sections.filter((section) => section.title === title).flatMap(({ shortcuts }) => shortcuts),
  }));
}

/** Makes the shortcuts work while the calling component is shown, unless `enabled` is false. */
export function useShortcuts(title: string, shortcuts: readonly Shortcut[], enabled = true): void {
  const add = use(AddContext);
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });
  const names = shortcuts.map(({ keys, label }) => `${keys} ${label}`).join("\n");

  useEffect(() => {
    if (!enabled) return;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      const hit = latest.current.find(
        ({ keys, when }) => matches(event, keys) && (when === undefined || when(event)),
      );
      if (!hit || dialogOpen()) return;
      event.preventDefault();
      hit.run();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [enabled]);

  useEffect(() => {
    if (!enabled || !add) return;
    // What is listed runs as it is at that moment, not as it was when it was listed.
    const live = latest.current.map((shortcut, at) => ({
      ...shortcut,
      run: () => latest.current[at]?.run(),
    }));
    return add({ title, shortcuts: live });
    // The list is shown again when a name changes, not at every keystroke.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [enabled, title, names]);
}

export function dialogOpen(): boolean {
  // Toasts are dialogs too, but not modal ones.
  return document.querySelector('[role="dialog"]:not([aria-modal="false"]), [role="menu"]') !== null;
}

function typing(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.matches('textarea, select, input:not([type="checkbox"], [type="radio"])'))
  );
}

interface Parsed {
  key: string;
  mod: boolean;
  alt: boolean;
  shift: boolean;
}

/** Every key that is typed is compared with each shortcut: what those are written as is taken apart once. */
const parsedOf = new Map<string, Parsed>();

function parsed(keys: string): Parsed {
  const known = parsedOf.get(keys);
  if (known) return known;
  const parts = keys.split("+");
  const last = parts.pop();
  const made = {
    key: last === "Plus" ? "+" : (last ?? ""),
    mod: parts.includes("Mod"),
    alt: parts.includes("Alt"),
    shift: parts.includes("Shift"),
  };
  parsedOf.set(keys, made);
  return made;
}

/** Whether this key press is that shortcut. Bare keys do nothing while somebody types. */
function matches(event: KeyboardEvent, keys: string): boolean {
  const { key, mod, alt, shift } = parsed(keys);
  if ((event.ctrlKey || event.metaKey) !== mod || event.altKey !== alt) return false;
  const pressed =
    event.code === key ||
    event.key === key ||
    (key.length === 1 && event.key.toLowerCase() === key.toLowerCase());
  if (!pressed) return false;
  // "?" and "+" need Shift on some keyboards and not on others: for bare characters other than letters it does not count.
  const bareCharacter = !mod && !alt && key.length === 1 && !/[a-z]/i.test(key);
  if (!bareCharacter && event.shiftKey !== shift) return false;
  return mod || alt || key === "Escape" || !typing(event.target);
}
