// @vitest-environment jsdom
import { fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeAll, describe, expect, it, vi } from "vitest";
import type { Box, Word } from "@/lib/api/types";
import { WordPicker } from "./word-picker";

const word = (text: string, ...box: Box): Word => ({ text, box, confidence: 1 });
const words = [
  word("Acme", 0.1, 0.1, 0.2, 0.2),
  word("Ltd", 0.3, 0.1, 0.4, 0.2),
  word("Total", 0.1, 0.8, 0.2, 0.9),
];

beforeAll(() => {
  // jsdom draws nothing: the page is 100 × 100 pixels, and pointers cannot be captured.
  HTMLElement.prototype.getBoundingClientRect = () => new DOMRect(0, 0, 100, 100);
  HTMLElement.prototype.setPointerCapture = () => undefined;
});

function shown(turn: 0 | 90 = 0) {
  const onPick = vi.fn<(words: readonly Word[]) => void>();
  const onCancel = vi.fn();
  render(<WordPicker words={words} turn={turn} hint="Pick" onPick={onPick} onCancel={onCancel} />);
  const picked = () => onPick.mock.calls.map(([taken]) => taken.map(({ text }) => text));
  return { area: screen.getByRole("application"), picked, onCancel };
}

function draw(area: HTMLElement, from: [number, number], to: [number, number]) {
  fireEvent.pointerDown(area, { clientX: from[0], clientY: from[1] });
  fireEvent.pointerMove(area, { clientX: to[0], clientY: to[1] });
  fireEvent.pointerUp(area, { clientX: to[0], clientY: to[1] });
}

describe("picking words", () => {
  it("takes the words inside the box that is drawn, in either direction", () => {
    const { area, picked } = shown();
    draw(area, [5, 5], [45, 25]);
    draw(area, [45, 25], [5, 5]);
    expect(picked()).toEqual([
      ["Acme", "Ltd"],
      ["Acme", "Ltd"],
    ]);
  });

  it("takes the word under a click", () => {
    const { area, picked } = shown();
    draw(area, [15, 85], [15, 85]);
    expect(picked()).toEqual([["Total"]]);
  });

  it("knows the place on a turned page", () => {
    const { area, picked } = shown(90);
    // Turned clockwise, the page's left edge is the screen's top: "Total" (left, low) stands top left.
    draw(area, [8, 8], [22, 22]);
    expect(picked()).toEqual([["Total"]]);
  });

  it("moves with the arrows, extends with Shift, takes with Enter, leaves with Escape", async () => {
    const { area, picked, onCancel } = shown();
    expect(area).toHaveFocus();
    await userEvent.keyboard("{ArrowRight}{Shift>}{ArrowRight}{/Shift}{Enter}{Escape}");
    expect(picked()).toEqual([["Acme", "Ltd"]]);
    expect(onCancel).toHaveBeenCalledOnce();
  });
});
