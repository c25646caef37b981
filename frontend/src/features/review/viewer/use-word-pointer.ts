/** The mouse and the finger on a page: what they point at, and what a click or a drag there takes or opens. */
import { useEffect, useRef, useState, type MouseEvent, type PointerEvent } from "react";
import type { Box, Word } from "@/lib/api/types";
import { useI18n } from "@/lib/i18n/i18n";
import { boxBetween, pagePoint, type Point, type Turn } from "../geometry";
import { wordsIn } from "../words";
import { placeAt } from "./marks";
import { clickedWords, wordAt, wordsBetween } from "./picking";

/** A pointer that moves less than so many pixels while it is down clicks; one that moves more drags. */
const STILL = 4;

interface Options {
  words: readonly Word[];
  places: readonly { pointer: string; box: Box }[];
  /** Height by width of the upright page. */
  ratio: number;
  turn: Turn;
  /** The field that words are taken for; null: a click opens the field of a place. */
  field: string | null;
  onWords: (words: readonly Word[]) => void;
  onOpen: (pointer: string) => void;
  onHover: (pointer: string | null) => void;
}

export interface WordPointer {
  /** The words that a click would take, or that are inside the box that is drawn. */
  pointed: readonly Word[];
  drawn: Box | null;
  handlers: {
    onMouseDown: (event: MouseEvent) => void;
    onPointerDown: (event: PointerEvent) => void;
    onPointerMove: (event: PointerEvent) => void;
    onPointerUp: (event: PointerEvent) => void;
    onPointerCancel: () => void;
    onPointerLeave: () => void;
    onClick: (event: MouseEvent) => void;
  };
}

const NONE: readonly Word[] = [];

export function useWordPointer(options: Options): WordPointer {
  const { words, places, ratio, turn, field, onWords, onOpen, onHover } = options;
  const { locale } = useI18n().f;
  const [pointed, setPointed] = useState<readonly Word[]>(NONE);
  const [drawn, setDrawn] = useState<Box | null>(null);
  const down = useRef<{ point: Point; x: number; y: number } | null>(null);
  const dragged = useRef(false);
  const over = useRef<number | null>(null);
  const last = useLastClick(field);

  const pointOf = (event: MouseEvent): Point =>
    pagePoint(event.currentTarget.getBoundingClientRect(), turn, event.clientX, event.clientY);
  const taken = (at: number, extend: boolean): readonly Word[] => {
    if (field === null) return NONE;
    const from = last.word();
    if (extend && from !== null) return wordsBetween(words, from, at, ratio);
    return clickedWords(field, words, at, from, ratio, locale);
  };
  const forget = () => {
    down.current = null;
    over.current = null;
    setDrawn(null);
    setPointed(NONE);
  };

  const pointAt = (event: PointerEvent) => {
    if (field === null) {
      const { x, y } = pointOf(event);
      onHover(markOf(event) ?? placeAt(places, x, y)?.pointer ?? null);
      return;
    }
    const mark = markOf(event);
    onHover(mark);
    const at = mark !== null && !event.shiftKey ? null : wordAt(words, pointOf(event), ratio);
    if (at === over.current) return;
    over.current = at;
    setPointed(at === null ? NONE : taken(at, event.shiftKey));
  };

  return {
    pointed,
    drawn,
    handlers: {
      // The field that is filled keeps the focus.
      onMouseDown: (event) => event.preventDefault(),
      onPointerDown: (event) => {
        dragged.current = false;
        if (event.button !== 0 || event.pointerType === "touch" || field === null) return;
        down.current = { point: pointOf(event), x: event.clientX, y: event.clientY };
      },
      onPointerMove: (event) => {
        const start = down.current;
        if (!start) {
          if (event.pointerType !== "touch") pointAt(event);
          return;
        }
        const moved = Math.hypot(event.clientX - start.x, event.clientY - start.y);
        if (!dragged.current && moved < STILL) return;
        if (!dragged.current) event.currentTarget.setPointerCapture(event.pointerId);
        dragged.current = true;
        const box = boxBetween(start.point, pointOf(event));
        setDrawn(box);
        setPointed(wordsIn(words, box));
      },
      onPointerUp: (event) => {
        const start = down.current;
        const wasDragged = dragged.current;
        forget();
        if (start && wasDragged) onWords(wordsIn(words, boxBetween(start.point, pointOf(event))));
      },
      onPointerCancel: forget,
      onPointerLeave: () => {
        if (down.current) return;
        forget();
        onHover(null);
      },
      onClick: (event) => {
        if (dragged.current) {
          dragged.current = false;
          return;
        }
        const mark = markOf(event);
        const { x, y } = pointOf(event);
        if (mark !== null && !(event.shiftKey && field !== null)) onOpen(mark);
        else if (field === null) {
          const place = placeAt(places, x, y);
          if (place) onOpen(place.pointer);
        } else {
          const at = wordAt(words, { x, y }, ratio);
          if (at === null) return;
          const from = last.word();
          const found = taken(at, event.shiftKey);
          const isRange =
            from !== null && from !== at && words.slice(from, from + 1).some((word) => found.includes(word));
          if (event.shiftKey) last.remember(from ?? at);
          else last.remember(isRange ? null : at);
          onWords(found);
        }
      },
    },
  };
}

/** The field whose mark is under the pointer. */
function markOf(event: MouseEvent): string | null {
  const mark = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-mark]") : null;
  return mark?.dataset["mark"] ?? null;
}

/**
 * The number of the word that was clicked last for the field. A key (typing, undo) or another field ends it: the next
 * click is a first one.
 */
function useLastClick(field: string | null) {
  const last = useRef<number | null>(null);
  useEffect(() => {
    const forget = (event: KeyboardEvent) => {
      if (event.key !== "Shift") last.current = null;
    };
    document.addEventListener("keydown", forget);
    return () => {
      document.removeEventListener("keydown", forget);
      last.current = null;
    };
  }, [field]);
  return {
    word: (): number | null => last.current,
    remember: (at: number | null): void => {
      last.current = at;
    },
  };
}
