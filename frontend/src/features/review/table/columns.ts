/** Which columns of a table are shown, and how wide each has to be. */
import type { Booking } from "@/lib/api/types";
import { groupedIban } from "@/lib/iban";
import { kindOf, type FieldName, type Kind } from "@/lib/invoices/fields";
import { valueAt } from "@/lib/json-pointer";
import { remembered } from "@/lib/remembered";

/** The way from a row to a value of it: the name of a field, or that of a group and of a field in it. */
export type ColumnName<Row> =
  (keyof Row & FieldName) | (Row extends { booking: unknown } ? `booking/${keyof Booking}` : never);

export interface Column<Row> {
  name: ColumnName<Row>;
  /** Shown even while no row has a value in it. */
  always?: boolean;
  /** Shown while there is no value in the table at all: what a line that is typed anew mostly has. */
  usual?: boolean;
  /** Amounts keep two decimals, quantities and rates as many as they have. */
  digits?: number;
  /** The first column may take the room that the others leave. */
  grows?: boolean;
  /** Stands under a first column that grows, or beside it where there is room. */
  under?: boolean;
}

function isEmpty(value: unknown): boolean {
  return (
    value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0)
  );
}

/** The names of the columns with a value, and how long the text of the longest one is: 0 where it is no text. */
export type Lengths = Readonly<Partial<Record<string, number>>>;

/** The columns with a value in some row, those that are always shown, and those in `kept`. */
export function shownColumns<Row>(
  columns: readonly Column<Row>[],
  lengths: Lengths,
  kept: ReadonlySet<string>,
): readonly Column<Row>[] {
  const blank = !columns.some(({ name }) => name in lengths);
  return columns.filter(
    ({ name, always, usual }) =>
      (always ?? false) || kept.has(name) || name in lengths || (blank && (usual ?? false)),
  );
}

/** Characters of the widest figure that a column makes room for: twelve digits, eight decimals, signs between. */
const WIDEST_NUMBER = 25;
const WIDEST_TEXT = 14;
/** 34 characters in groups of four. */
const WIDEST_IBAN = 42;
const NARROWEST = 3;
/** Headings are set smaller than figures. */
const HEADING_SCALE = 0.7;

/**
 * Characters (the style sheet's `ch`) that each column needs for its widest value and the longest word of its heading.
 * Digits are as wide as `ch` and separators narrower, so that no figure is ever cut; a text may be, its letters are of any width.
 */
export function columnWidths<Row>(
  columns: readonly Column<Row>[],
  lengths: Lengths,
  heading: (name: ColumnName<Row>) => string,
): ReadonlyMap<string, number> {
  return new Map(
    columns.map(({ name }) => {
      // A sign stays beside its word: "Rate %".
      const words = heading(name)
        .split(/ (?!%)/)
        .map((word) => Math.ceil(word.length * HEADING_SCALE));
      return [name, widthIn(kindOf(name), Math.max(NARROWEST, ...words, lengths[name] ?? 0))];
    }),
  );
}

function widthIn(kind: Kind, longest: number): number {
  if (kind === "number") return Math.min(longest, WIDEST_NUMBER);
  return Math.min(longest + 1, kind === "iban" ? WIDEST_IBAN : WIDEST_TEXT);
}

/**
 * How long the values of each column are. Rows keep their identity while nothing in them changes: each is measured once, and
 * however often the same rows are asked about, they are gone through once.
 */
export function lengthsIn<Row extends object>(
  columns: readonly Column<Row>[],
  number: (value: string, digits: number) => string,
  /** A code of the column as it is shown. */
  named: (name: string, code: string) => string,
): (rows: readonly Row[]) => Lengths {
  const lengthOf = ({ name, digits = 2 }: Column<Row>, value: unknown): number => {
    if (typeof value !== "string") return 0;
    const kind = kindOf(name);
    if (kind === "number") return number(value, digits).length;
    return (kind === "iban" ? groupedIban(value) : named(name, value)).length;
  };
  const ofRow = remembered((row: Row) =>
    columns.flatMap((column) => {
      const value = valueAt(row, `/${column.name}`);
      return isEmpty(value) ? [] : [[column.name, lengthOf(column, value)] as const];
    }),
  );
  return remembered((rows) => {
    const longest: Partial<Record<string, number>> = {};
    for (const row of rows) {
      for (const [name, length] of ofRow(row)) {
        if (length >= (longest[name] ?? 0)) longest[name] = length;
      }
    }
    return longest;
  });
}

/** The custom properties of the table that say how wide its columns are: a column grows without its cells being rendered. */
export function widthProperties(widths: Readonly<Partial<Record<string, number>>>): Record<string, string> {
  return Object.fromEntries(Object.entries(widths).map(([name, width]) => [property(name), `${width ?? 0}`]));
}

/** Figures are as wide as their digits, with the padding and border of an input. */
export const widthOf = ({ name }: { name: string }): string => `calc(var(${property(name)}) * 1ch + 18px)`;

/** The least room of a first column that grows: an IBAN is never cut. */
export const roomOf = (column: { name: string }): { minWidth: string } | undefined =>
  kindOf(column.name) === "iban" ? { minWidth: widthOf(column) } : undefined;

const property = (name: string): string => `--${name.replace("/", "-")}`;
