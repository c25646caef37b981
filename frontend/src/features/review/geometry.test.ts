import { describe, expect, it } from "vitest";
import { around, boxBetween, centre, pagePoint, placed, turned, turnedBox, type Turn } from "./geometry";

describe("a turned page", () => {
  // The page's own corner (0, 0) seen on a 200 x 100 rectangle of the screen, by how far the page is turned clockwise.
  it.each([
    [0, 10, 20],
    [90, 210, 20],
    [180, 210, 120],
    [270, 10, 120],
  ] as [Turn, number, number][])("turned by %i shows its top left corner at (%i, %i)", (turn, x, y) => {
    const rect = { left: 10, top: 20, width: 200, height: 100 };
    const point = pagePoint(rect, turn, x, y);
    expect(point.x).toBeCloseTo(0);
    expect(point.y).toBeCloseTo(0);
  });

  it("gives points outside as the nearest on the page", () => {
    expect(pagePoint({ left: 0, top: 0, width: 10, height: 10 }, 0, -5, 50)).toEqual({ x: 0, y: 1 });
  });

  it.each([0, 90, 180, 270] as Turn[])("turned by %i shows a box where its points are", (turn) => {
    const box = turnedBox([0.1, 0.2, 0.3, 0.6], turn);
    const { x, y } = centre(box);
    const rect = { left: 0, top: 0, width: 1, height: 1 };
    expect(pagePoint(rect, turn, x, y).x).toBeCloseTo(0.2);
    expect(pagePoint(rect, turn, x, y).y).toBeCloseTo(0.4);
    expect(box[0]).toBeLessThan(box[2]);
    expect(box[1]).toBeLessThan(box[3]);
  });

  it("is upright again after four turns", () => {
    expect(turned(turned(turned(turned(0))))).toBe(0);
  });
});

describe("boxes", () => {
  it("are the same whichever way they are drawn", () => {
    const a = { x: 0.8, y: 0.1 };
    const b = { x: 0.2, y: 0.5 };
    expect(boxBetween(a, b)).toEqual(boxBetween(b, a));
    expect(boxBetween(a, b)).toEqual([0.2, 0.1, 0.8, 0.5]);
  });

  it("are enclosed by one box, or none", () => {
    expect(
      around([
        [0.1, 0.2, 0.3, 0.4],
        [0.2, 0.1, 0.5, 0.3],
      ]),
    ).toEqual([0.1, 0.1, 0.5, 0.4]);
    expect(around([])).toBeNull();
  });

  it("become per cent of the page", () => {
    expect(placed([0.25, 0.5, 0.75, 0.6])).toEqual({
      left: "25.000%",
      top: "50.000%",
      width: "50.000%",
      height: "10.000%",
    });
  });
});
