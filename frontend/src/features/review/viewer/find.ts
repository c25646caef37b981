/** Where a text stands on the pages, as a browser's own search finds it: regardless of case and accents. */
import type { Box, Page, Word } from "@/lib/api/types";
import { folded } from "@/lib/folded";
import { around } from "../geometry";
import { inLines } from "../words";

/** One hit: the words' boxes, one for each line that it stands on. */
export interface Match {
  page: number;
  boxes: readonly Box[];
}

/** A page's words as one text, each followed by a blank, and where each begins. */
interface FoldedPage {
  number: number;
  text: string;
  starts: readonly number[];
  words: readonly Word[];
}

/** More hits help nobody: the text is too short to look for. */
export const MOST_MATCHES = 2000;

/** Made once for a page: while the others come, and for every letter that is typed, it stays the same. */
const made = new WeakMap<Page, FoldedPage>();

function foldedPage(page: Page): FoldedPage {
  const known = made.get(page);
  if (known) return known;
  const { number, words } = page;
  let text = "";
  const starts: number[] = [];
  for (const word of words) {
    starts.push(text.length);
    text += `${folded(word.text)} `;
  }
  const result = { number, text, starts, words };
  made.set(page, result);
  return result;
}

/** The hits on these pages, in their order. */
export function matchesOf(pages: readonly Page[], typed: string): Match[] {
  const wanted = folded(typed).trim().replace(/\s+/g, " ");
  const found: Match[] = [];
  if (wanted === "") return found;
  for (const page of pages.map(foldedPage)) {
    for (let at = page.text.indexOf(wanted); at >= 0; at = page.text.indexOf(wanted, at + wanted.length)) {
      if (found.length >= MOST_MATCHES) return found;
      found.push({ page: page.number, boxes: boxesOf(page, at, at + wanted.length) });
    }
  }
  return found;
}

/**
 * The hit that is gone to by itself: the first from that page on, round the end. Null if there is none, and while a page
 * before it has not been read.
 */
export function firstFrom(
  from: number,
  pageCount: number,
  isRead: (page: number) => boolean,
  matches: readonly Match[],
): Match | null {
  const ahead = matches.find(({ page }) => page >= from) ?? matches[0];
  if (!ahead) return null;
  let page = from;
  for (let looked = 0; looked < pageCount && page !== ahead.page; looked++) {
    if (!isRead(page)) return null;
    page = page < pageCount ? page + 1 : 1;
  }
  return ahead;
}

/** The boxes of the words from one place of the text to the other, those of a line as one. */
function boxesOf({ starts, words }: FoldedPage, from: number, to: number): Box[] {
  const hit = words.slice(wordAt(starts, from), wordAt(starts, to - 1) + 1);
  return inLines(hit)
    .map((line) => around(line.map(({ box }) => box)))
    .filter((box) => box !== null);
}

/** The last word that begins at or before that place. */
function wordAt(starts: readonly number[], place: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= place) low = middle;
    else high = middle - 1;
  }
  return low;
}
