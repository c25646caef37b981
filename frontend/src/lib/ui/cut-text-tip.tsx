import { Tooltip as Base } from "@base-ui/react/tooltip";
import { useEffect, useState } from "react";
import styles from "./tooltip.module.css";

const DELAY = 300;

interface Cut {
  element: Element;
  text: string;
}

/**
 * The whole of any text that is cut by its box, beside it while the pointer is over it or it has the focus. One for the whole
 * app: inputs and every element that ends in "…" by the style sheet have it, wherever they are, at no cost of their own.
 * Screen readers have the whole text anyway.
 */
export function CutTextTip() {
  const [cut, setCut] = useState<Cut | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const hide = () => {
      clearTimeout(timer);
      setCut(null);
    };
    const look = (event: Event) => {
      hide();
      const { target } = event;
      if (target instanceof Element) timer = setTimeout(() => setCut(cutAt(target)), DELAY);
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
    <Base.Root open={cut !== null}>
      <Base.Portal>
        <Base.Positioner anchor={cut?.element ?? null} sideOffset={4} className={styles["positioner"]}>
          <Base.Popup className={`${styles["popup"] ?? ""} ${styles["whole"] ?? ""}`} aria-hidden>
            {cut?.text}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

/** The element, or the nearest one around it, whose text is wider than its box; null where nothing is cut. */
function cutAt(start: Element): Cut | null {
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
