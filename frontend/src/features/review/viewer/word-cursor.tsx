/** Takes words from the page by keyboard: the arrows move, Shift extends, Enter takes, Escape goes back. */
import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import type { Word } from "@/lib/api/types";
import { placed } from "../geometry";
import { textOf } from "../words";
import styles from "./viewer.module.css";

interface Props {
  words: readonly Word[];
  hint: string;
  onWords: (words: readonly Word[]) => void;
  /** Escape, or the focus went elsewhere. */
  onLeave: (how: "escape" | "blur") => void;
}

/** Words; up and down leap about a line. */
const LINE_STEP = 8;
const STEPS: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowLeft: -1,
  ArrowDown: LINE_STEP,
  ArrowUp: -LINE_STEP,
};

export function WordCursor({ words, hint, onWords, onLeave }: Props) {
  const area = useRef<HTMLDivElement>(null);
  const current = useRef<HTMLSpanElement>(null);
  /** First and last word chosen. */
  const [range, setRange] = useState<readonly [number, number] | null>(null);
  const chosen = range ? words.slice(Math.min(...range), Math.max(...range) + 1) : [];

  useEffect(() => {
    area.current?.focus({ preventScroll: true });
  }, []);
  useEffect(() => {
    // Braces: some browsers return a promise, which React would take for a clean-up.
    current.current?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [range]);

  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step !== undefined) {
      setRange((now) => {
        const last = now === null ? (step > 0 ? 0 : words.length - 1) : clamp(now[1] + step, words.length);
        return [event.shiftKey && now ? now[0] : last, last];
      });
    } else if (event.key === "Enter" && chosen.length > 0) onWords(chosen);
    else if (event.key === "Escape") onLeave("escape");
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    // An application in the sense of ARIA: the arrows move over the words of the page, Enter takes them.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      ref={area}
      className={styles["cursor"]}
      role="application"
      aria-label={hint}
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      onKeyDown={onKeyDown}
      onBlur={() => onLeave("blur")}
    >
      {chosen.map((word, index) => (
        <span key={index} ref={current} className={styles["word"]} style={placed(word.box)} />
      ))}
      <span className="unseen" aria-live="polite">
        {textOf(chosen)}
      </span>
    </div>
  );
}

function clamp(index: number, length: number): number {
  return Math.min(length - 1, Math.max(0, index));
}
