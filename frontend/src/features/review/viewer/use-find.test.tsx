// @vitest-environment jsdom
import { act, renderHook } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import type { Box, Page } from "@/lib/api/types";
import type { Match } from "./find";
import { useFind } from "./use-find";
import type { PageTexts } from "./use-page-texts";

const BOX: Box = [0.1, 0.1, 0.2, 0.12];

/** Pages that say "total" once each. */
const totals = (...numbers: number[]): ReadonlyMap<number, Page> =>
  new Map(
    numbers.map((number) => [
      number,
      {
        number,
        width: 595,
        height: 842,
        source: "text_layer",
        rotation: 0,
        words: [{ text: "Total", box: BOX, confidence: 1 }],
        codes: [],
        hidden: [],
        unjudged: false,
      },
    ]),
  );

function opened(pageCount: number, page: number) {
  const show = vi.fn<(match: Match) => void>();
  const asked = { need: vi.fn(), needAll: vi.fn(), enough: vi.fn(), retry: vi.fn() };
  const { result, rerender } = renderHook(
    ({ pages, failed }: Pick<PageTexts, "pages" | "failed">) =>
      useFind({ pages, failed, ...asked }, pageCount, page, show),
    { initialProps: { pages: totals(), failed: false } },
  );
  act(() => result.current.open());
  act(() => result.current.bar.onTyped("total"));
  return {
    result,
    asked,
    comes: (...numbers: number[]) => rerender({ pages: totals(...numbers), failed: false }),
    step: () => act(() => result.current.bar.onStep(1)),
    shown: () => show.mock.calls.map(([match]) => match.page),
  };
}

it("goes to the first hit from the page that was looked at, also when the words come after the typing", () => {
  const { comes, step, shown } = opened(3, 2);
  comes(1, 2, 3);
  expect(shown()).toEqual([2]);
  step();
  step();
  expect(shown()).toEqual([2, 3, 1]);
});

it("searches all pages from the one that is looked at on, and counts as they come", () => {
  const { result, asked, comes, shown } = opened(6, 3);
  expect(asked.needAll).toHaveBeenCalledWith(3);
  comes(1, 2);
  expect(result.current.bar).toMatchObject({ at: 0, count: 2, read: 2, of: 6 });
  comes(1, 2, 3, 4);
  expect(result.current.bar).toMatchObject({ at: 3, count: 4, read: 4 });
  comes(1, 2, 3, 4, 5, 6);
  expect(result.current.bar).toMatchObject({ at: 3, count: 6, read: 6 });
  expect(shown()).toEqual([3]);
});

it("stays at the hit that was gone to while earlier pages come", () => {
  const { result, comes, step, shown } = opened(6, 3);
  comes(3, 4);
  step();
  comes(1, 2, 3, 4);
  expect(shown()).toEqual([3, 4]);
  expect(result.current.bar).toMatchObject({ at: 4, count: 4 });
});
