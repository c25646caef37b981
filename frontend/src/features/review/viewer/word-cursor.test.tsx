// @vitest-environment jsdom
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeAll, expect, it, vi } from "vitest";
import type { Word } from "@/lib/api/types";
import { WordCursor } from "./word-cursor";

beforeAll(() => {
  HTMLElement.prototype.scrollIntoView = () => undefined;
});

it("moves with the arrows, extends with Shift, takes with Enter, leaves with Escape", async () => {
  const words: Word[] = ["Acme", "Ltd", "Total"].map((text, index) => ({
    text,
    box: [0.1, index / 10, 0.2, index / 10 + 0.05],
    confidence: 1,
  }));
  const onWords = vi.fn<(words: readonly Word[]) => void>();
  const onLeave = vi.fn();
  render(<WordCursor words={words} hint="Take" onWords={onWords} onLeave={onLeave} />);
  expect(screen.getByRole("application")).toHaveFocus();
  await userEvent.keyboard("{ArrowRight}{Shift>}{ArrowRight}{/Shift}{Enter}{Escape}");
  expect(onWords.mock.calls.map(([taken]) => taken.map(({ text }) => text))).toEqual([["Acme", "Ltd"]]);
  expect(onLeave).toHaveBeenCalledExactlyOnceWith("escape");
});
