/** Which words of a page a click takes for a field. */
import type { Word } from "@/lib/api/types";
import { kindOf } from "@/lib/invoices/fields";
import { readDate } from "@/lib/typed-date";
import { lineOf, textOf } from "../words";
import type { Point } from "../geometry";

/** Words of one value are at most so many: "Monday, 26th of October of 2026". */
const LONGEST_VALUE = 9;
/** A click that misses a word by this part of its height means it. */
const MISSED_BY = 0.4;
/** Words of one line further apart than this many heights are columns. */
const COLUMN_GAP = 1.6;
/** Groups of one number or account stand closer than this many heights. */
const GROUP_GAP = 0.8;

/** The number of the word at the point, null between words. `ratio` is the page's height by its width. */
export function wordAt(words: readonly Word[], { x, y }: Point, ratio: number): number | null {
  let best: number | null = null;
  let least = Infinity;
  words.forEach(({ box: [x0, y0, x1, y1] }, index) => {
    const beside = Math.max(x0 - x, 0, x - x1) / ratio;
    const above = Math.max(y0 - y, 0, y - y1);
    const missed = Math.max(beside, above);
    if (missed <= (y1 - y0) * MISSED_BY && missed < least) {
      best = index;
      least = missed;
    }
  });
  return best;
}

/**
 * The words that a click on word `at` takes for the field. `from` is the word that was clicked before for the same
 * field. A date, a number or an account in groups is taken whole; of any other value just the word.
 */
export function clickedWords(
  pointer: string,
  words: readonly Word[],
  at: number,
  from: number | null,
  ratio: number,
  locale: string,
): readonly Word[] {
  if (from !== null && from !== at && isContinued(pointer, words, from, at)) {
    return wordsBetween(words, from, at, ratio);
  }
  const isWhole = wholeness(pointer, locale);
  return (isWhole && valueAround(words, at, ratio, isWhole)) ?? words.slice(at, at + 1);
}

/** Whether a second click makes a range: in a field of several lines anywhere, in one of a line along that line. */
function isContinued(pointer: string, words: readonly Word[], from: number, at: number): boolean {
  switch (kindOf(pointer)) {
    case "long":
      return true;
    case "text":
      return lineOf(words, from).includes(at);
    default:
      return false; // one value: another click takes another; several codes: each click adds one
  }
}

/** Tells whether several words are one value of the field; null where one word is enough. */
function wholeness(pointer: string, locale: string): ((text: string) => boolean) | null {
  switch (kindOf(pointer)) {
    case "date":
      return (text) => "value" in readDate(text.replace(/[.,;]$/, ""), locale);
    case "number":
      return (text) => /^[^\d\p{L}]*\d{1,3}([ .,'’]\d{3})+([.,]\d+)?[^\d\p{L}]*$/u.test(text);
    default:
      return pointer.endsWith("/iban") ? isIban : null;
  }
}

/** Whether the check digits are right (ISO 13616): where the account ends is not to be seen otherwise. */
function isIban(text: string): boolean {
  const account = text.replaceAll(" ", "");
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(account)) return false;
  const moved = account.slice(4) + account.slice(0, 4);
  return BigInt(moved.replace(/[A-Z]/g, (letter) => String(parseInt(letter, 36)))) % 97n === 1n;
}

/** The longest run of close words around the clicked one that is one value. */
function valueAround(
  words: readonly Word[],
  at: number,
  ratio: number,
  isWhole: (text: string) => boolean,
): readonly Word[] | null {
  const line = lineOf(words, at);
  const place = line.indexOf(at);
  const run = (first: number, last: number) =>
    line.slice(first, last + 1).flatMap((index) => words[index] ?? []);
  const isClose = (left: number) => {
    const [a, b] = run(left, left + 1);
    return a !== undefined && b !== undefined && gap(a, b, ratio) < GROUP_GAP;
  };
  let start = place;
  while (start > 0 && place - start < LONGEST_VALUE && isClose(start - 1)) start -= 1;
  let end = place;
  while (end < line.length - 1 && end - place < LONGEST_VALUE && isClose(end)) end += 1;
  let longest: readonly Word[] | null = null;
  for (let first = start; first <= place; first += 1) {
    for (let last = end; last >= place; last -= 1) {
      const taken = run(first, last);
      if (taken.length <= (longest?.length ?? 1) || taken.length > LONGEST_VALUE) continue;
      if (isWhole(textOf(taken))) longest = taken;
    }
  }
  return longest;
}

/** How far the second word stands behind the first one, in heights of a word. */
function gap(a: Word, b: Word, ratio: number): number {
  const height = Math.max(a.box[3] - a.box[1], b.box[3] - b.box[1]);
  return (b.box[0] - a.box[2]) / ratio / height;
}

/**
 * From one word to the other as a person marks text: along a line all between them; over several lines the rest of
 * the first one, the lines between, and the last one up to its word, each only within the columns of the two words.
 */
export function wordsBetween(
  words: readonly Word[],
  one: number,
  other: number,
  ratio: number,
): readonly Word[] {
  const [first, last] = isAfter(words, one, other) ? [other, one] : [one, other];
  const left = Math.min(leftOf(words, first), leftOf(words, last));
  const right = Math.max(rightOf(words, first), rightOf(words, last));
  return linesFrom(words, first, last)
    .flatMap((line) => columnsOf(words, line, ratio, line.includes(first) && line.includes(last)))
    .filter((column) => leftOf(words, column[0] ?? 0) <= right && rightOf(words, column.at(-1) ?? 0) >= left)
    .flatMap((column) =>
      column.slice(
        Math.max(0, column.indexOf(first)),
        column.includes(last) ? column.indexOf(last) + 1 : undefined,
      ),
    )
    .flatMap((index) => words[index] ?? []);
}

function isAfter(words: readonly Word[], one: number, other: number): boolean {
  if (lineOf(words, one).includes(other)) return leftOf(words, one) > leftOf(words, other);
  return middleOf(words, one) > middleOf(words, other);
}

/** The lines from that of one word to that of the other, from top to bottom. */
function linesFrom(words: readonly Word[], first: number, last: number): number[][] {
  const top = lineOf(words, first);
  if (top.includes(last)) return [top];
  const bottom = lineOf(words, last);
  const ends = new Set([...top, ...bottom]);
  const between = words
    .map((_, index) => index)
    .filter((index) => !ends.has(index))
    .filter(
      (index) =>
        middleOf(words, index) > middleOf(words, first) && middleOf(words, index) < middleOf(words, last),
    )
    .sort((a, b) => middleOf(words, a) - middleOf(words, b));
  const lines: number[][] = [];
  const placed = new Set<number>();
  for (const index of between) {
    if (placed.has(index)) continue;
    const line = lineOf(words, index).filter((word) => !ends.has(word) && !placed.has(word));
    line.forEach((word) => placed.add(word));
    lines.push(line);
  }
  return [top, ...lines, bottom];
}

/** The line cut where a gap is wide; `whole`: not at all. */
function columnsOf(
  words: readonly Word[],
  line: readonly number[],
  ratio: number,
  whole: boolean,
): number[][] {
  const columns: number[][] = [];
  for (const index of line) {
    const column = columns.at(-1);
    const before = column && words[column.at(-1) ?? 0];
    const word = words[index];
    if (column && before && word && (whole || gap(before, word, ratio) < COLUMN_GAP)) column.push(index);
    else columns.push([index]);
  }
  return columns;
}

const leftOf = (words: readonly Word[], index: number): number => words[index]?.box[0] ?? 0;
const rightOf = (words: readonly Word[], index: number): number => words[index]?.box[2] ?? 0;
const middleOf = (words: readonly Word[], index: number): number => {
  const box = words[index]?.box;
  return box ? (box[1] + box[3]) / 2 : 0;
};
