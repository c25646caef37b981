/** Find in page: what is typed, its hits over all pages, and the one that was gone to. */
import { useEffect, useMemo, useRef, useState } from "react";
import type { ReadText } from "@/lib/api/types";
import { foldedPages, matchesOf, type Match } from "./find";

const NONE: readonly Match[] = [];

export function useFind(text: ReadText | undefined, page: number, show: (match: Match) => void) {
  const [isOpen, setOpen] = useState(false);
  const [focused, setFocused] = useState(false);
  const [typed, setTyped] = useState("");
  /** The page that was looked at when the text was typed: its first hit, or the first one behind it, is gone to. */
  const [from, setFrom] = useState(1);
  const [steps, setSteps] = useState(0);
  const cameFrom = useRef<HTMLElement | null>(null);
  const pages = useMemo(() => (isOpen ? foldedPages(text) : []), [isOpen, text]);
  const matches = useMemo(() => matchesOf(pages, typed), [pages, typed]);
  const byPage = useMemo(() => {
    const grouped = new Map<number, Match[]>();
    for (const match of matches) grouped.set(match.page, [...(grouped.get(match.page) ?? []), match]);
    return grouped;
  }, [matches]);
  const first = Math.max(
    0,
    matches.findIndex((match) => match.page >= from),
  );
  const at = matches.length > 0 ? (first + steps) % matches.length : 0;
  const current = matches[at] ?? null;

  const showNow = useRef(show);
  useEffect(() => {
    showNow.current = show;
  });
  useEffect(() => {
    if (current) showNow.current(current);
  }, [current]);

  const close = () => {
    setOpen(false);
    setFocused(false);
    setTyped("");
    cameFrom.current?.focus({ preventScroll: true });
  };
  return {
    isOpen,
    focused,
    current,
    on: (number: number): readonly Match[] => byPage.get(number) ?? NONE,
    open: () => {
      if (!isOpen && document.activeElement instanceof HTMLElement) cameFrom.current = document.activeElement;
      setOpen(true);
    },
    bar: {
      typed,
      count: matches.length,
      at: current ? at + 1 : 0,
      onFocused: setFocused,
      onClose: close,
      onTyped: (now: string) => {
        setTyped(now);
        setFrom(page);
        setSteps(0);
      },
      onStep: (step: 1 | -1) => {
        if (matches.length > 0) setSteps((steps + step + matches.length) % matches.length);
      },
    },
  };
}
