/** Whether a person without a pointer sees where they are. */
import { expect, type Page } from "@playwright/test";

/** The element with the focus is in the window, not covered, and has a ring around it. */
export async function focusIsSeen(page: Page): Promise<void> {
  await expect.poll(() => page.evaluate(whatHidesIt)).toBe("");
}

/** Why nobody sees the focus; an empty text if they do. */
function whatHidesIt(): string {
  const element = document.activeElement;
  if (!element || element === document.body) return "nothing has the focus";
  const name = element.outerHTML.slice(0, 120);
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
  const hasRing = (outlineStyle !== "none" && parseFloat(outlineWidth) >= 1) || boxShadow !== "none";
  if (!hasRing) return `no ring: ${name}`;
  const { left, top, width, height } = element.getBoundingClientRect();
  const hit = document.elementFromPoint(left + Math.min(width, 20) / 2, top + height / 2);
  const isShown = hit !== null && (element.contains(hit) || hit.contains(element));
  return isShown ? "" : `out of sight: ${name}`;
}
