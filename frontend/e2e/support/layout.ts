/** What of a page a person cannot see or touch at the size of its window. */
import type { Locator, Page } from "@playwright/test";

/** Not the groups that have the focus only to be scrolled by keys: they are as high as what is in them. */
const CONTROLS = "a[href], button, input, select, textarea, summary, [tabindex='0']:not([role='group'])";

/** Elements whose left or right edge is outside the window and which no scrolling brings in. A text that is cut at
 * its end ("overflow: hidden") is inside as far as it is shown, a control is not. */
export function outside(page: Page): Promise<string[]> {
  return page.evaluate((controls) => {
    const width = document.documentElement.clientWidth;
    const isOut = ({ left, right }: DOMRect) => left < -0.5 || right > width + 0.5;
    const isHeld = (element: Element): boolean => {
      const holding = element.matches(controls) ? ["auto", "scroll"] : ["auto", "scroll", "hidden", "clip"];
      for (let at = element.parentElement; at; at = at.parentElement) {
        if (holding.includes(getComputedStyle(at).overflowX) && !isOut(at.getBoundingClientRect()))
          return true;
      }
      return false;
    };
    return [...document.body.querySelectorAll("*")]
      .filter((element) => element.checkVisibility({ visibilityProperty: true }))
      .filter((element) => isOut(element.getBoundingClientRect()) && !isHeld(element))
      .map((element) => element.outerHTML.slice(0, 160));
  }, CONTROLS);
}

/** Where an element and what is in it end, from the left of the window. */
export const rightEdge = (of: Locator): Promise<number> =>
  of.evaluate((element) => element.getBoundingClientRect().left + element.scrollWidth);

/** Controls whose words are cut so far that nobody can tell them: less than twelve letters of a field's hint, less
 * than three letters of a button's or link's text. */
export function cutToNothing(page: Page): Promise<string[]> {
  return page.evaluate((controls) => {
    const pen = document.createElement("canvas").getContext("2d");
    const widthOf = (text: string, font: string) => {
      if (pen) pen.font = font;
      return pen?.measureText(text).width ?? 0;
    };
    return [...document.querySelectorAll<HTMLElement>(controls)]
      .filter((element) => element.checkVisibility({ visibilityProperty: true }))
      .filter((element) => {
        const style = getComputedStyle(element);
        const room = element.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
        if (element instanceof HTMLInputElement)
          return room < widthOf(element.placeholder.slice(0, 12), style.font);
        const hides = style.overflowX !== "visible" && element.scrollWidth > element.clientWidth;
        return hides && element.clientWidth > 1 && room < widthOf(element.innerText.slice(0, 3), style.font);
      })
      .map((element) => element.outerHTML.slice(0, 160));
  }, CONTROLS);
}

/** Controls that something else covers wherever the page is scrolled to. */
export function covered(page: Page): Promise<string[]> {
  return page.evaluate((controls) => {
    // What is drawn when it has the focus (the link that skips the navigation) is out of sight until then.
    const inSight = ({ width, height }: DOMRect) => width > 1 && height > 1;
    return [...document.querySelectorAll<HTMLElement>(controls)]
      .filter(
        (element) => element.checkVisibility({ visibilityProperty: true }) && !element.matches(":disabled"),
      )
      .filter(
        (element) =>
          inSight(element.getBoundingClientRect()) && getComputedStyle(element).position !== "fixed",
      )
      .filter((element) => {
        element.scrollIntoView({ block: "nearest", inline: "nearest" });
        const { left, top, width, height } = element.getBoundingClientRect();
        const hit = document.elementFromPoint(left + width / 2, top + height / 2);
        return !hit || !(element.contains(hit) || hit.closest("label")?.contains(element));
      })
      .map((element) => element.outerHTML.slice(0, 160));
  }, CONTROLS);
}
