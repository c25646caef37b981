import styles from "./kbd.module.css";

/** "Mod+Enter" as keys; Mod is ⌘ on a Mac, Ctrl elsewhere. */
export function Kbd({ keys }: { keys: string }) {
  return (
    <kbd className={styles["keys"]}>
      {keys.split("+").map((key) => (
        <span key={key} className={styles["key"]}>
          {NAMES[key] ?? key}
        </span>
      ))}
    </kbd>
  );
}

/** The keys of a shortcut as they are named on the keyboard: "Alt+N" for "Alt+KeyN". */
export const keyNames = (keys: string): string => keys.replace(/\b(?:Key|Digit)(?=\w$)/, "");

const mac = navigator.userAgent.includes("Mac");

const NAMES: Record<string, string> = {
  Mod: mac ? "⌘" : "Ctrl",
  Alt: mac ? "⌥" : "Alt",
  Shift: "⇧",
  Enter: "↵",
  ArrowDown: "↓",
  ArrowUp: "↑",
  Escape: "Esc",
  Plus: "+",
};
