/** Moves the focus to the input of a value. */
import { inputId } from "./components/review-context";

/** The input may appear with a later render (another tab, a row far down, a hidden field): look for it for a few frames. */
export function focusField(pointer: string, frames = 12): void {
  const input = document.getElementById(inputId(pointer));
  if (input) {
    input.focus({ preventScroll: true });
    // With what is said below it, and then surely the input itself.
    input.closest("[data-pointer]")?.scrollIntoView({ block: "nearest" });
    input.scrollIntoView({ block: "nearest" });
    if (input instanceof HTMLInputElement) input.select();
  } else if (frames > 0) {
    requestAnimationFrame(() => focusField(pointer, frames - 1));
  }
}

export function leaveField(): void {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
}
