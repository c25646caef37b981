/** How large a page is shown, and the width of the picture that this takes. Sizes of the screen are CSS pixels. */
import type { Page } from "@/lib/api/types";
import { isLying, type Turn } from "../geometry";

export interface Size {
  width: number;
  height: number;
}

/** `page`: the whole page is in view; `width`: its width is. Zooming in and out multiplies what fits. */
export interface Zoom {
  fit: "page" | "width";
  factor: number;
}

export interface View extends Zoom {
  /** What the window has for one page. */
  room: Size;
}

export const FIT_PAGE: Zoom = { fit: "page", factor: 1 };
const FACTORS = [0.5, 0.75, 1, 1.25, 1.5, 2, 2.5, 3, 4, 6];

/** The next larger or smaller step. */
export function zoomed(zoom: Zoom, steps: 1 | -1): Zoom {
  const at = FACTORS.indexOf(zoom.factor);
  return { ...zoom, factor: FACTORS[Math.min(FACTORS.length - 1, Math.max(0, at + steps))] ?? 1 };
}

/** Height by width of A4, for a page whose size is not known yet. */
export const A4 = 297 / 210;

/** A page is shown whole up to this height by width. A longer one, such as a receipt, is as wide as one of this shape. */
const LONGEST_WHOLE = 2;

/** A low window, as that of a page zoomed to 200 %, shows a page no narrower than this: smaller, nothing is told apart. */
const NARROWEST_WHOLE = 320;

/** Height by width of an upright page. */
export function ratioOf(page: Pick<Page, "width" | "height"> | undefined): number {
  return page && page.width > 0 && page.height > 0 ? page.height / page.width : A4;
}

/** The page as the screen shows it, turned. */
export function shownSize(ratio: number, { room, fit, factor }: View, turn: Turn): Size {
  const shownRatio = isLying(turn) ? 1 / ratio : ratio;
  const whole = Math.max(NARROWEST_WHOLE, room.height / Math.min(shownRatio, LONGEST_WHOLE));
  const width = Math.max(1, (fit === "width" ? room.width : Math.min(room.width, whole)) * factor);
  return { width, height: width * shownRatio };
}

/** Few widths, each a step of the server's, so that its cache and the browser's are hit. The first is a thumbnail. */
export const WIDTHS = [200, 600, 1000, 1400, 2000, 2800] as const;

/** A page of more pixels takes too much memory: a metre of receipt is shown less sharp when it is enlarged. */
const MOST_PIXELS = 16_000_000;

/** The smallest width offered that is sharp on so many device pixels, for a page of height by width `ratio`. */
export function imageWidth(pixels: number, ratio: number): number {
  const possible = WIDTHS.filter((width) => width === WIDTHS[0] || width * width * ratio <= MOST_PIXELS);
  return possible.find((width) => width >= pixels * 0.9) ?? possible.at(-1) ?? WIDTHS[0];
}

/** The width to ask for of an upright page's picture. */
export function wantedWidth(ratio: number, view: View, turn: Turn, pixelRatio: number): number {
  const { width, height } = shownSize(ratio, view, turn);
  return imageWidth((isLying(turn) ? height : width) * pixelRatio, ratio);
}
