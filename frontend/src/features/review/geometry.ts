/** Points and boxes on a page that may be turned on the screen. Everything in 0..1 of the upright page. */
import type { Box } from "@/lib/api/types";

export type Turn = 0 | 90 | 180 | 270;

export interface Point {
  x: number;
  y: number;
}

export interface Rect {
  left: number;
  top: number;
  width: number;
  height: number;
}

export function isLying(turn: Turn): boolean {
  return turn === 90 || turn === 270;
}

export function turned(turn: Turn): Turn {
  return ((turn + 90) % 360) as Turn;
}

/** The place on the upright page under a point of the screen. `rect` is the turned page's, as the screen shows it. */
export function pagePoint(rect: Rect, turn: Turn, clientX: number, clientY: number): Point {
  const u = clamp((clientX - rect.left) / rect.width);
  const v = clamp((clientY - rect.top) / rect.height);
  switch (turn) {
    case 0:
      return { x: u, y: v };
    case 90:
      return { x: v, y: 1 - u };
    case 180:
      return { x: 1 - u, y: 1 - v };
    case 270:
      return { x: 1 - v, y: u };
  }
}

export function boxBetween(a: Point, b: Point): Box {
  return [Math.min(a.x, b.x), Math.min(a.y, b.y), Math.max(a.x, b.x), Math.max(a.y, b.y)];
}

export function contains([x0, y0, x1, y1]: Box, { x, y }: Point): boolean {
  return x >= x0 && x <= x1 && y >= y0 && y <= y1;
}

export function centre([x0, y0, x1, y1]: Box): Point {
  return { x: (x0 + x1) / 2, y: (y0 + y1) / 2 };
}

/** The box as it stands on the turned page, in 0..1 of what the screen shows: the inverse of `pagePoint`. */
export function turnedBox([x0, y0, x1, y1]: Box, turn: Turn): Box {
  switch (turn) {
    case 0:
      return [x0, y0, x1, y1];
    case 90:
      return [1 - y1, x0, 1 - y0, x1];
    case 180:
      return [1 - x1, 1 - y1, 1 - x0, 1 - y0];
    case 270:
      return [y0, 1 - x1, y1, 1 - x0];
  }
}

/** The smallest box around all of them; null for none. */
export function around(boxes: readonly Box[]): Box | null {
  if (boxes.length === 0) return null;
  return [
    Math.min(...boxes.map((box) => box[0])),
    Math.min(...boxes.map((box) => box[1])),
    Math.max(...boxes.map((box) => box[2])),
    Math.max(...boxes.map((box) => box[3])),
  ];
}

/** A box as a style: per cent of the page. */
export function placed([x0, y0, x1, y1]: Box): { left: string; top: string; width: string; height: string } {
  const percent = (fraction: number) => `${(fraction * 100).toFixed(3)}%`;
  return { left: percent(x0), top: percent(y0), width: percent(x1 - x0), height: percent(y1 - y0) };
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}
