/** Find in page: what is typed, its hits on the pages read so far, and the one that was gone to. */
import { useEffect, useMemo, useRef, useState } from "react";
import { firstFrom, matchesOf, type Match } from "./find";
import type { PageTexts } from "./use-page-texts";

const NONE: readonly Match[] = [];

/** What one was gone to by: its page, and which one of the page it is. Both stay while more pages come. */
interface Place {
  page: number;
  nth: number;
}

export function useFind(texts: PageTexts, pageCount: number, page: number, show: (match: Match) => void) {
  const [isOpen, setOpen] = useState(false);
  const [focused, setFocused] = useState(false);
  const [typed, setTyped] = useState("");
  /** The page that was looked at when the text was typed: its first hit, or the first one behind it, is gone to. */
  const [from, setFrom] = useState(1);
  const [gone, setGone] = useState<Place | null>(null);
  const cameFrom = useRef<HTMLElement | null>(null);
  const { pages } = texts;
  const matches = useMemo(() => {
    const inOrder = [...pages.values()].sort((one, other) => one.number - other.number);
    return isOpen ? matchesOf(inOrder, typed) : NONE;
  }, [isOpen, pages, typed]);
  const byPage = useMemo(() => {
    const grouped = new Map<number, Match[]>();
    for (const match of matches) {
      const there = grouped.get(match.page);
      if (there) there.push(match);
      else grouped.set(match.page, [match]);
    }
    return grouped;
  }, [matches]);
  const current = gone
    ? (byPage.get(gone.page)?.[gone.nth] ?? null)
    : firstFrom(from, pageCount, (number) => pages.has(number), matches);
  const at = current ? matches.indexOf(current) : -1;
  const place = current && placeOf(current, byPage);

  const shown = useRef<() => void>(() => undefined);
  useEffect(() => {
    shown.current = () => current && show(current);
  });
  // Once for each hit and text: pages that come while it is looked at do not scroll back to it.
  const key = place && JSON.stringify([typed, place]);
  useEffect(() => {
    if (key !== null) shown.current();
  }, [key]);

  const close = () => {
    setOpen(false);
    setFocused(false);
    setTyped("");
    texts.enough();
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
      texts.needAll(page);
    },
    bar: {
      typed,
      count: matches.length,
      at: at + 1,
      read: pages.size,
      of: pageCount,
      onRetry: texts.failed ? texts.retry : null,
      onFocused: setFocused,
      onClose: close,
      onTyped: (now: string) => {
        setTyped(now);
        setFrom(page);
        setGone(null);
      },
      onStep: (step: 1 | -1) => {
        const before = matches.filter((match) => match.page < from).length;
        const next = current ? at + step : step > 0 ? before : before - 1;
        const match = matches.at(next % matches.length);
        if (match) setGone(placeOf(match, byPage));
      },
    },
  };
}

function placeOf(match: Match, byPage: ReadonlyMap<number, readonly Match[]>): Place {
  return { page: match.page, nth: byPage.get(match.page)?.indexOf(match) ?? 0 };
}
