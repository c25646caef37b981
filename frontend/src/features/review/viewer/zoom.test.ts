import { describe, expect, it } from "vitest";
import { A4, imageWidth, ratioOf, shownSize, wantedWidth, zoomed, type View } from "./zoom";

const view: View = { room: { width: 640, height: 720 }, fit: "page", factor: 1 };
const RECEIPT = 1000 / 80;

describe("the size of a page", () => {
  it("fits the window whole", () => {
    expect(shownSize(A4, view, 0)).toEqual({ width: 720 / A4, height: 720 });
    expect(shownSize(1 / A4, view, 0).width).toBe(640);
  });

  it("fits turned, too", () => {
    const { width, height } = shownSize(A4, view, 90);
    expect(width / height).toBeCloseTo(A4);
    expect(width).toBe(640);
  });

  it("fits the width, and grows with the zoom", () => {
    expect(shownSize(A4, { ...view, fit: "width" }, 0).width).toBe(640);
    expect(shownSize(A4, { ...view, fit: "width", factor: 2 }, 0).width).toBe(1280);
  });

  it("leaves a metre of receipt wide enough to be read", () => {
    expect(shownSize(RECEIPT, view, 0)).toEqual({ width: 360, height: 360 * RECEIPT });
  });

  it("is wide enough to be told apart in a low window", () => {
    const low = { ...view, room: { width: 690, height: 100 } };
    expect(shownSize(A4, low, 0).width).toBe(320);
    expect(shownSize(A4, { ...low, room: { width: 250, height: 100 } }, 0).width).toBe(250);
  });

  it("is A4's until it is known", () => {
    expect(ratioOf(undefined)).toBe(A4);
    expect(ratioOf({ width: 0, height: 0 })).toBe(A4);
    expect(ratioOf({ width: 200, height: 100 })).toBe(0.5);
  });
});

describe("the picture of a page", () => {
  it("is asked for in few widths, the smallest that is sharp", () => {
    expect(imageWidth(509, A4)).toBe(600);
    expect(imageWidth(620, A4)).toBe(600);
    expect(imageWidth(700, A4)).toBe(1000);
    expect(imageWidth(9000, A4)).toBe(2800);
  });

  it("stays within memory for a receipt", () => {
    expect(imageWidth(5000, RECEIPT)).toBe(1000);
  });

  it("is as wide as the upright page, turned or not", () => {
    expect(wantedWidth(A4, view, 0, 2)).toBe(1000);
    expect(wantedWidth(A4, view, 90, 2)).toBe(1000);
  });
});

describe("zoom", () => {
  it("goes in steps that end", () => {
    const one = { fit: "page", factor: 1 } as const;
    expect(zoomed(one, 1)).toEqual({ fit: "page", factor: 1.25 });
    expect(zoomed(zoomed(one, 1), -1)).toEqual(one);
    expect(zoomed({ fit: "width", factor: 6 }, 1).factor).toBe(6);
  });
});
