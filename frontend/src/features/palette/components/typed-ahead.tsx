import { type Dispatch, type SetStateAction, useLayoutEffect } from "react";

/** Until the palette's field has the focus: what is typed right behind Ctrl+K is for it, not for the page. */
export function TypedAhead({ onText }: { onText: Dispatch<SetStateAction<string>> }) {
  useLayoutEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      event.stopPropagation();
      if (event.key.length === 1) onText((text) => text + event.key);
    };
    document.addEventListener("keydown", onKeyDown, true);
    return () => document.removeEventListener("keydown", onKeyDown, true);
  }, [onText]);
  return null;
}
