/** The words of the pages, read as they are needed: where pages are looked at, and everywhere while they are searched. */
import { useCallback, useMemo, useState } from "react";
import type { Page } from "@/lib/api/types";
import { PART, partOf, useTextParts } from "../api/get-text";

export interface PageTexts {
  /** Those that have come, by number. */
  pages: ReadonlyMap<number, Page>;
  /** Some of those asked for could not be had. */
  failed: boolean;
  retry: () => void;
  /** Asks for these pages. */
  need: (first: number, last: number) => void;
  /** Asks for all pages, from this one on round the end. */
  needAll: (from: number) => void;
  /** Asks for no more than what has come. */
  enough: () => void;
}

const NO_PARTS: readonly number[] = [];

export function usePageTexts(id: number, pageCount: number, readable: boolean): PageTexts {
  const [parts, setParts] = useState<readonly number[]>([0]);
  const { pages: read, failed, retry } = useTextParts(id, readable && pageCount > 0 ? parts : NO_PARTS);
  const pages = useMemo(() => new Map(read.map((page) => [page.number, page])), [read]);

  const add = useCallback((wanted: readonly number[]) => {
    setParts((now) => {
      const added = wanted.filter((part) => !now.includes(part));
      return added.length > 0 ? [...now, ...added] : now;
    });
  }, []);
  const need = useCallback(
    (first: number, last: number) => add(range(partOf(first), partOf(last) + 1)),
    [add],
  );
  const needAll = (from: number) => {
    const count = Math.ceil(pageCount / PART);
    add([...range(partOf(from), count), ...range(0, partOf(from))]);
  };
  const enough = () => setParts((now) => now.filter((part) => part === 0 || pages.has(part * PART + 1)));
  return { pages, failed, retry, need, needAll, enough };
}

function range(from: number, end: number): number[] {
  return Array.from({ length: Math.max(0, end - from) }, (_, index) => from + index);
}
