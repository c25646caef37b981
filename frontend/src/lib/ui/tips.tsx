import { Tooltip as Base } from "@base-ui/react/tooltip";
import { useEffect, useState } from "react";
import { Kbd } from "./kbd";
import styles from "./tips.module.css";

/** Milliseconds of rest before a tip is shown. */
const DELAY = 300;

interface Tip {
  element: Element;
  text: string;
  keys?: string | undefined;
}

/**
 * Beside what the pointer is over or what has the focus: the name of an icon button with its keys, or the whole of any
 * text that is cut by its box. One for the whole app: buttons, inputs and every element that ends in "…" by the style sheet
 * have it, wherever they are, at no cost of their own. Screen readers have the names and the whole text anyway.
 */
export function Tips() {
  const [tip, setTip] = useState<Tip | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let shown: Element | undefined;
    const show = (next: Tip | null) => {
      clearTimeout(timer);
      shown = next?.element;
      setTip(next);
    };
    const hide = () => show(null);
    const look = ({ type, target }: Event) => {
      // From the button to its icon, nothing changes.
      if (!(target instanceof Element) || shown?.contains(target)) return;
      hide();
      const byKeyboard = type === "focusin";
      timer = setTimeout(() => show(buttonAt(target, byKeyboard) ?? cutAt(target)), DELAY);
    };
    const onKeyDown = ({ key }: KeyboardEvent) => {
      if (key === "Escape") hide();
    };
    const stop = new AbortController();
    const options = { capture: true, passive: true, signal: stop.signal };
    for (const name of ["pointerover", "focusin"]) document.addEventListener(name, look, options);
    for (const name of ["pointerdown", "input", "scroll", "focusout"]) {
      document.addEventListener(name, hide, options);
    }
    document.addEventListener("keydown", onKeyDown, options);
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, []);
  return (
    <Base.Root open={tip !== null}>
      <Base.Portal>
        <Base.Positioner anchor={tip?.element ?? null} sideOffset={6} className={styles["positioner"]}>
          <Base.Popup className={styles["popup"]} aria-hidden>
            {tip?.text}
            {tip?.keys && <Kbd keys={tip.keys} />}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

/** The icon button that this is, or is in. */
function buttonAt(start: Element, byKeyboard: boolean): Tip | null {
  const element = start.closest<HTMLElement>("button[data-tip]");
  if (!element?.ariaLabel || (byKeyboard && !element.matches(":focus-visible"))) return null;
  return { element, text: element.ariaLabel, keys: element.dataset["tip"] || undefined };
}

/** The element, or the nearest one around it, whose text is wider than its box; null where nothing is cut. */
function cutAt(start: Element): Tip | null {
  let element: Element | null = start;
  for (let steps = 0; element && steps < 3; steps += 1) {
    if (element.scrollWidth > element.clientWidth && mayBeCut(element)) {
      const text = element instanceof HTMLInputElement ? element.value : element.textContent.trim();
      return text === "" || element.hasAttribute("title") ? null : { element, text };
    }
    element = element.parentElement;
  }
  return null;
}

function mayBeCut(element: Element): boolean {
  // What is typed secretly is not shown here either.
  if (element instanceof HTMLInputElement) return element.type !== "password";
  return getComputedStyle(element).textOverflow === "ellipsis";
}
