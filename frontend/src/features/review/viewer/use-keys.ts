/** Keys and the wheel, as far as they are no shortcuts of one press. */
import { useEffect, useRef, useState, type RefObject } from "react";
import { dialogOpen } from "@/lib/shortcuts";

/** Milliseconds that Ctrl is held before it means more than the beginning of Ctrl+Enter. */
const HELD = 250;

/** Whether Ctrl (on a Mac ⌘) is being held, alone. */
export function useHeldKey(): boolean {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const release = () => {
      clearTimeout(timer);
      setHeld(false);
    };
    const onKeyDown = ({ key, repeat }: KeyboardEvent) => {
      if (key !== "Control" && key !== "Meta") release();
      else if (!repeat) timer = setTimeout(() => setHeld(true), HELD);
    };
    const onKeyUp = ({ key }: KeyboardEvent) => {
      if (key === "Control" || key === "Meta") release();
    };
    document.addEventListener("keydown", onKeyDown);
    document.addEventListener("keyup", onKeyUp);
    addEventListener("blur", release);
    return () => {
      release();
      document.removeEventListener("keydown", onKeyDown);
      document.removeEventListener("keyup", onKeyUp);
      removeEventListener("blur", release);
    };
  }, []);
  return held;
}

/** What uses PageDown itself: a text of several lines, a list, a table, another part of the screen that scrolls. */
const USES_PAGE_KEYS =
  "textarea, select, [role=dialog], [role=menu], [role=listbox], [role=grid], [role=group], table";

/** PageDown and PageUp leaf through the pages, also while a field has the focus. */
export function usePageKeys(viewer: RefObject<HTMLElement | null>, leaf: (step: 1 | -1) => void): void {
  const latest = useRef(leaf);
  useEffect(() => {
    latest.current = leaf;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
      if (event.key !== "PageDown" && event.key !== "PageUp") return;
      const target = event.target instanceof Element ? event.target : null;
      if (!viewer.current?.contains(target) && target?.closest(USES_PAGE_KEYS)) return;
      if (dialogOpen()) return;
      event.preventDefault();
      latest.current(event.key === "PageDown" ? 1 : -1);
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [viewer]);
}

/** Ctrl and the wheel, or two fingers on a touch pad. React's own wheel listener is passive and cannot stop the page's zoom. */
export function useWheelZoom(element: RefObject<HTMLElement | null>, zoomBy: (steps: 1 | -1) => void): void {
  const zoom = useRef(zoomBy);
  useEffect(() => {
    zoom.current = zoomBy;
  });
  useEffect(() => {
    const target = element.current;
    if (!target) return;
    let travelled = 0;
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      travelled += event.deltaY;
      if (Math.abs(travelled) < 40) return;
      zoom.current(travelled < 0 ? 1 : -1);
      travelled = 0;
    };
    target.addEventListener("wheel", onWheel, { passive: false });
    return () => target.removeEventListener("wheel", onWheel);
  }, [element]);
}

/** Whether the field that was worked on was left by Escape, until a field has the focus again. */
export function useFieldLeft(): boolean {
  const [left, setLeft] = useState(false);
  useEffect(() => {
    const onKeyDown = ({ key }: KeyboardEvent) => {
      if (key === "Escape" && document.activeElement?.closest("[data-pointer]")) setLeft(true);
    };
    const onFocus = ({ target }: FocusEvent) => {
      if (target instanceof Element && target.closest("[data-pointer]")) setLeft(false);
    };
    // Before the field itself, which loses its focus by the same key.
    document.addEventListener("keydown", onKeyDown, { capture: true });
    document.addEventListener("focusin", onFocus);
    return () => {
      document.removeEventListener("keydown", onKeyDown, { capture: true });
      document.removeEventListener("focusin", onFocus);
    };
  }, []);
  return left;
}
