/** Moves the focus to the input of a value. */
import { inputId } from "./components/review-context";

/** The input may appear with a later render (another tab, a row far down, a hidden field): look for it for a few frames. */
export function focusField(pointer: string, frames = 12): void {
  const input = document.getElementById(inputId(pointer));
  if (input) {
    input.focus({ preventScroll: true });
    bringIntoSight(input);
    // What is said below it is drawn once it has the focus.
    requestAnimationFrame(() => input === document.activeElement && bringIntoSight(input));
    if (input instanceof HTMLInputElement) input.select();
  } else if (frames > 0) {
    requestAnimationFrame(() => focusField(pointer, frames - 1));
  }
}

/** With what is said below it, and then surely the input itself. */
function bringIntoSight(input: HTMLElement): void {
  input.closest("[data-pointer]")?.scrollIntoView({ block: "nearest" });
  input.scrollIntoView({ block: "nearest" });
}

export function leaveField(): void {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
}
