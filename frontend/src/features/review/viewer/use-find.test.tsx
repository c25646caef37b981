// @vitest-environment jsdom
import { act, renderHook } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import type { Box, ReadText } from "@/lib/api/types";
import type { Match } from "./find";
import { useFind } from "./use-find";

const BOX: Box = [0.1, 0.1, 0.2, 0.12];

/** A document that says "total" once on each of its pages. */
const totals = (pages: number): ReadText => ({
  page_count: pages,
  pages: Array.from({ length: pages }, (_, index) => ({
    number: index + 1,
    width: 595,
    height: 842,
    source: "text_layer",
    rotation: 0,
    words: [{ text: "Total", box: BOX, confidence: 1 }],
    codes: [],
    hidden: [],
    unjudged: false,
  })),
});

it("goes to the first hit from the page that was looked at, also when the words come after the typing", () => {
  const show = vi.fn<(match: Match) => void>();
  const { result, rerender } = renderHook(({ text }) => useFind(text, 2, show), {
    initialProps: { text: undefined as ReadText | undefined },
  });
  act(() => result.current.open());
  act(() => result.current.bar.onTyped("total"));
  rerender({ text: totals(3) });
  expect(show.mock.calls.map(([match]) => match.page)).toEqual([2]);
  act(() => result.current.bar.onStep(1));
  act(() => result.current.bar.onStep(1));
  expect(show.mock.calls.map(([match]) => match.page)).toEqual([2, 3, 1]);
});
