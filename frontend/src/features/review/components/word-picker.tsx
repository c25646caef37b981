/** Picks words from the page: by drawing a box around them, or with the arrow keys. */
import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from "react";
import type { Box, Word } from "@/lib/api/types";
import { around, boxBetween, pagePoint, placed, type Point, type Turn } from "../geometry";
import { textOf, wordsIn } from "../words";
import styles from "./page-viewer.module.css";

interface Props {
  words: readonly Word[];
  turn: Turn;
  hint: string;
  onPick: (words: readonly Word[]) => void;
  onCancel: () => void;
}

export function WordPicker({ words, turn, hint, onPick, onCancel }: Props) {
  const area = useRef<HTMLDivElement>(null);
  const [from, setFrom] = useState<Point | null>(null);
  const [box, setBox] = useState<Box | null>(null);
  /** First and last word chosen by keyboard. */
  const [range, setRange] = useState<[number, number] | null>(null);

  useEffect(() => area.current?.focus({ preventScroll: true }), []);

  const point = (event: PointerEvent): Point =>
    pagePoint(event.currentTarget.getBoundingClientRect(), turn, event.clientX, event.clientY);

  const chosen = box
    ? wordsIn(words, box)
    : range
      ? words.slice(Math.min(...range), Math.max(...range) + 1)
      : [];

  const move = (step: number, extend: boolean) => {
    setBox(null);
    setRange((now) => {
      const last = now === null ? (step > 0 ? 0 : words.length - 1) : clamp(now[1] + step, words.length);
      return [extend && now ? now[0] : last, last];
    });
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const lineStep = 8; // words; up and down leap about a line
    const steps: Record<string, number> = {
      ArrowRight: 1,
      ArrowLeft: -1,
      ArrowDown: lineStep,
      ArrowUp: -lineStep,
    };
    const step = steps[event.key];
    if (step !== undefined) move(step, event.shiftKey);
    else if (event.key === "Enter" && chosen.length > 0) onPick(chosen);
    else if (event.key === "Escape") onCancel();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const outline = box ?? (chosen.length > 0 ? around(chosen.map((word) => word.box)) : null);

  return (
    // An application in the sense of ARIA: the arrows move over the words of the page, Enter takes them.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      ref={area}
      className={styles["picker"]}
      role="application"
      aria-label={hint}
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        setRange(null);
        setFrom(point(event));
        setBox(null);
      }}
      onPointerMove={(event) => from && setBox(boxBetween(from, point(event)))}
      onPointerUp={(event) => {
        if (from) onPick(wordsUnder(words, from, point(event)));
        setFrom(null);
        setBox(null);
      }}
      onPointerCancel={() => {
        setFrom(null);
        setBox(null);
      }}
    >
      {chosen.map((word, index) => (
        <span key={index} className={styles["word"]} style={placed(word.box)} />
      ))}
      {outline && <span className={styles["drawn"]} style={placed(outline)} />}
      <span className={styles["spoken"]} aria-live="polite">
        {textOf(chosen)}
      </span>
    </div>
  );
}

/** A click takes the word under it; a drawn box those inside. */
function wordsUnder(words: readonly Word[], from: Point, to: Point): Word[] {
  const drawn = boxBetween(from, to);
  if (drawn[2] - drawn[0] > 0.004 || drawn[3] - drawn[1] > 0.004) return wordsIn(words, drawn);
  return words.filter(({ box: [x0, y0, x1, y1] }) => to.x >= x0 && to.x <= x1 && to.y >= y0 && to.y <= y1);
}

function clamp(index: number, length: number): number {
  return Math.min(length - 1, Math.max(0, index));
}
