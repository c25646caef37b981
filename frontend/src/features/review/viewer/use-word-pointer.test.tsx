// @vitest-environment jsdom
import { fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeAll, describe, expect, it, vi } from "vitest";
import type { Box, Word } from "@/lib/api/types";
import { I18nProvider } from "@/lib/i18n/i18n";
import type { Turn } from "../geometry";
import { useWordPointer } from "./use-word-pointer";

const word = (text: string, ...box: Box): Word => ({ text, box, confidence: 1 });
const words = [
  word("Acme", 0.1, 0.1, 0.2, 0.2),
  word("Ltd", 0.3, 0.1, 0.4, 0.2),
  word("Total", 0.1, 0.8, 0.2, 0.9),
];
const places = [{ pointer: "/total_amount", box: [0.1, 0.8, 0.2, 0.9] as Box }];

beforeAll(() => {
  // jsdom draws nothing: the page is 100 × 100 pixels, and pointers cannot be captured.
  HTMLElement.prototype.getBoundingClientRect = () => new DOMRect(0, 0, 100, 100);
  HTMLElement.prototype.setPointerCapture = () => undefined;
});

interface Setup {
  field?: string | null;
  turn?: Turn;
}

function shown({ field = "/seller/name", turn = 0 }: Setup = {}) {
  const onWords = vi.fn<(words: readonly Word[]) => void>();
  const onOpen = vi.fn<(pointer: string) => void>();
  function Sheet({ field }: { field: string | null }) {
    const { handlers, pointed } = useWordPointer({
      words,
      places,
      ratio: 1,
      turn,
      field,
      onWords,
      onOpen,
      onHover: () => undefined,
    });
    return (
      <div role="img" aria-label={pointed.map(({ text }) => text).join(" ")} {...handlers}>
        <button type="button" data-mark="/due_date" />
      </div>
    );
  }
  render(
    <I18nProvider>
      <Sheet field={field} />
    </I18nProvider>,
  );
  const taken = () => onWords.mock.calls.map(([words]) => words.map(({ text }) => text).join(" "));
  return { page: screen.getByRole("img"), mark: screen.getByRole("button"), taken, onOpen };
}

function click(target: HTMLElement, x: number, y: number, more: object = {}) {
  const at = { clientX: x, clientY: y, button: 0, ...more };
  fireEvent.pointerDown(target, at);
  fireEvent.pointerUp(target, at);
  fireEvent.click(target, at);
}

function drag(target: HTMLElement, from: [number, number], to: [number, number]) {
  fireEvent.pointerDown(target, { clientX: from[0], clientY: from[1], button: 0 });
  fireEvent.pointerMove(target, { clientX: to[0], clientY: to[1] });
  fireEvent.pointerUp(target, { clientX: to[0], clientY: to[1] });
  fireEvent.click(target, { clientX: to[0], clientY: to[1] });
}

describe("the pointer on a page, while a field is filled", () => {
  it("takes the word under a click", () => {
    const { page, taken } = shown();
    click(page, 15, 85);
    expect(taken()).toEqual(["Total"]);
  });

  it("takes nothing where there is no word", () => {
    const { page, taken, onOpen } = shown();
    click(page, 60, 60);
    expect(taken()).toEqual([]);
    expect(onOpen).not.toHaveBeenCalled();
  });

  it("takes the words inside the box that is dragged, in either direction, once", () => {
    const { page, taken } = shown();
    drag(page, [5, 5], [45, 25]);
    drag(page, [45, 25], [5, 5]);
    expect(taken()).toEqual(["Acme Ltd", "Acme Ltd"]);
  });

  it("takes all up to the second click, and begins anew with the third", () => {
    const { page, taken } = shown();
    click(page, 15, 15);
    click(page, 35, 15);
    click(page, 15, 15);
    expect(taken()).toEqual(["Acme", "Acme Ltd", "Acme"]);
  });

  it("takes one word again after a key, such as that of undo", async () => {
    const { page, taken } = shown();
    click(page, 15, 15);
    await userEvent.keyboard("{Control>}z{/Control}");
    click(page, 35, 15);
    expect(taken()).toEqual(["Acme", "Ltd"]);
  });

  it("takes a range by Shift in any field", () => {
    const { page, taken } = shown({ field: "/operation_codes" });
    click(page, 15, 15);
    click(page, 35, 15, { shiftKey: true });
    expect(taken()).toEqual(["Acme", "Acme Ltd"]);
  });

  it("knows the place on a turned page", () => {
    const { page, taken } = shown({ turn: 90 });
    // Turned clockwise, the page's left edge is the screen's top: "Total" (left, low) stands top left.
    click(page, 15, 15);
    expect(taken()).toEqual(["Total"]);
  });

  it("shows beforehand what a click takes", () => {
    const { page } = shown();
    fireEvent.pointerMove(page, { clientX: 15, clientY: 85 });
    expect(screen.getByRole("img", { name: "Total" })).toBe(page);
  });

  it("opens the field of a mark, and takes its words by Shift", () => {
    const { mark, taken, onOpen } = shown();
    click(mark, 15, 85);
    expect(onOpen).toHaveBeenCalledWith("/due_date");
    click(mark, 15, 85, { shiftKey: true });
    expect(taken()).toEqual(["Total"]);
  });
});

describe("the pointer on a page, while no field is filled", () => {
  it("opens the field whose value stands there", () => {
    const { page, taken, onOpen } = shown({ field: null });
    click(page, 15, 85);
    click(page, 15, 15);
    expect(onOpen.mock.calls).toEqual([["/total_amount"]]);
    expect(taken()).toEqual([]);
  });
});
