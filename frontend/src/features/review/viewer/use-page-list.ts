/** The pages one below the other, of which only those in view are drawn. */
import { useVirtualizer, type VirtualItem } from "@tanstack/react-virtual";
import { useCallback, useEffect, useLayoutEffect, useRef, type RefObject } from "react";
import type { Box } from "@/lib/api/types";
import type { Size } from "./zoom";

/** Around the pages and between them, in pixels. */
export const MARGIN = 16;
/** What is gone to keeps this distance from the edge of the window. */
const AROUND = 60;

export interface PageList {
  items: readonly VirtualItem[];
  height: number;
  /** The page in the middle of the window, from 1. */
  page: number;
  isScrolling: boolean;
  /** Brings the page's top, or a box on it as the screen shows it, into the window, unless it is there. */
  show: (page: number, box?: Box | null) => void;
  /** A window further or back; the next or previous page where pages are in view whole. */
  leaf: (step: 1 | -1) => void;
}

export function usePageList(
  scroller: RefObject<HTMLDivElement | null>,
  room: Size,
  sizes: readonly Size[],
): PageList {
  // A size that changes is another key: the list then measures anew within the same rendering.
  const getItemKey = useCallback((index: number) => `${index} ${sizes[index]?.height}`, [sizes]);
  // eslint-disable-next-line react-hooks/incompatible-library -- we do not use the compiler
  const list = useVirtualizer({
    count: sizes.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => sizes[index]?.height ?? 0,
    getItemKey,
    gap: MARGIN,
    paddingStart: MARGIN,
    paddingEnd: MARGIN,
    overscan: 1,
    initialRect: { width: room.width + 2 * MARGIN, height: room.height + 2 * MARGIN },
  });
  const height = list.getTotalSize();
  const windowHeight = list.scrollRect?.height ?? 0;
  const middle = (list.scrollOffset ?? 0) + windowHeight / 2;
  const page = (list.getVirtualItemForOffset(middle)?.index ?? 0) + 1;
  useSamePlace(scroller, list.measurementsCache, sizes);

  const latest = useRef({ list, sizes, page });
  useEffect(() => {
    latest.current = { list, sizes, page };
  });
  const show = useCallback(
    (number: number, box?: Box | null) => {
      const target = scroller.current;
      const item = latest.current.list.measurementsCache[number - 1];
      const size = latest.current.sizes[number - 1];
      if (!target || !item || !size) return;
      if (!box) {
        target.scrollTo({ top: item.start - MARGIN });
        return;
      }
      const left = Math.max(MARGIN, (target.scrollWidth - size.width) / 2);
      const [x0, y0, x1, y1] = box;
      target.scrollTo({
        top: shifted(target.scrollTop, target.clientHeight, item.start, y0, y1, size.height),
        left: shifted(target.scrollLeft, target.clientWidth, left, x0, x1, size.width),
      });
    },
    [scroller],
  );
  const leaf = useCallback(
    (step: 1 | -1) => {
      const target = scroller.current;
      if (!target) return;
      const { page: now, sizes: pages } = latest.current;
      const isWhole = (pages[now - 1]?.height ?? Infinity) <= target.clientHeight;
      if (isWhole && pages[now - 1 + step]) show(now + step);
      else target.scrollBy({ top: step * 0.9 * target.clientHeight });
    },
    [scroller, show],
  );
  return { items: list.getVirtualItems(), height, page, isScrolling: list.isScrolling, show, leaf };
}

/** Where to scroll on one axis so that the part from..to of the page is in the window: nowhere if it is. */
function shifted(
  scroll: number,
  room: number,
  start: number,
  from: number,
  to: number,
  size: number,
): number {
  const [first, last] = [start + from * size, start + to * size];
  const margin = Math.max(0, Math.min(AROUND, (room - (last - first)) / 2));
  if (first - margin >= scroll && last + margin <= scroll + room) return scroll;
  if (first >= scroll && last <= scroll + room && size <= room) return scroll;
  return last - first > room ? first : (first + last - room) / 2;
}

/** Keeps what is in the middle of the window there while the pages change their size. */
function useSamePlace(
  scroller: RefObject<HTMLDivElement | null>,
  places: readonly VirtualItem[],
  sizes: readonly Size[],
): void {
  const kept = useRef({ index: 0, part: 0, across: 0.5, isTop: true });
  const known = useRef(places);
  useLayoutEffect(() => {
    const target = scroller.current;
    const { index, part, across, isTop } = kept.current;
    known.current = places;
    const place = places[index];
    if (!target || !place) return;
    const top = isTop ? 0 : place.start + part * place.size - target.clientHeight / 2;
    target.scrollTo({ top, left: across * target.scrollWidth - target.clientWidth / 2 });
    // Only when sizes change: otherwise the scroller is where it was put.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [sizes]);
  useEffect(() => {
    const target = scroller.current;
    if (!target) return;
    const keep = () => {
      const middle = target.scrollTop + target.clientHeight / 2;
      const index = Math.max(
        0,
        known.current.findLastIndex(({ start }) => start <= middle),
      );
      const place = known.current[index];
      if (!place || place.size === 0) return;
      kept.current = {
        index,
        part: (middle - place.start) / place.size,
        across: (target.scrollLeft + target.clientWidth / 2) / target.scrollWidth,
        isTop: target.scrollTop === 0,
      };
    };
    target.addEventListener("scroll", keep, { passive: true });
    return () => target.removeEventListener("scroll", keep);
  }, [scroller]);
}
