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

/** The names of the columns with a value in a row. A row keeps its identity while nothing in it changes: each is looked at once. */
const filledIn = remembered((columns: readonly { name: string }[]) =>
  remembered(
    (row: object): ReadonlySet<string> =>
      new Set(columns.map(({ name }) => name).filter((name) => !isEmpty(valueAt(row, `/${name}`)))),
  ),
);

/** The columns with a value in some row, those that are always shown, and those in `kept`. */
export function shownColumns<Row extends object>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  kept: ReadonlySet<string>,
): readonly Column<Row>[] {
  const filledOf = filledIn(columns);
  const filled = columns.filter(({ name }) => rows.some((row) => filledOf(row).has(name)));
  const blank = filled.length === 0;
  return columns.filter(
    (column) =>
      (column.always ?? false) ||
      kept.has(column.name) ||
      filled.includes(column) ||
      (blank && (column.usual ?? false)),
  );
}

/** Characters of the widest figure that a column makes room for: twelve digits, eight decimals, signs between. */
const WIDEST_NUMBER = 25;
const WIDEST_TEXT = 12;
/** 34 characters in groups of four. */
const WIDEST_IBAN = 42;
const NARROWEST = 3;
/** Headings are set smaller than figures. */
const HEADING_SCALE = 0.7;

/**
 * Characters (the style sheet's `ch`) that each column needs for its widest value and the longest word of its heading.
 * Digits are as wide as `ch` and separators narrower, so that no figure is ever cut; a text may be, its letters are of any width.
 */
export function columnWidths<Row extends object>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  heading: (name: ColumnName<Row>) => string,
  lengths: (row: Row) => Readonly<Partial<Record<string, number>>>,
): ReadonlyMap<string, number> {
  const perRow = rows.map(lengths);
  return new Map(
    columns.map(({ name }) => {
      const words = heading(name).split(" ");
      const longest = perRow.reduce(
        (most, row) => Math.max(most, row[name] ?? 0),
        Math.max(NARROWEST, ...words.map((word) => Math.ceil(word.length * HEADING_SCALE))),
      );
      return [name, widthIn(kindOf(name), longest)];
    }),
  );
}

function widthIn(kind: Kind, longest: number): number {
  if (kind === "number") return Math.min(longest, WIDEST_NUMBER);
  return Math.min(longest + 1, kind === "iban" ? WIDEST_IBAN : WIDEST_TEXT);
}

/** How long the text of each value of a row is. A row keeps its identity while nothing in it changes: each is measured once. */
export function lengthsIn<Row extends object>(
  columns: readonly Column<Row>[],
  number: (value: string, digits: number) => string,
): (row: Row) => Readonly<Partial<Record<string, number>>> {
  return remembered((row: Row) =>
    Object.fromEntries(
      columns.map(({ name, digits = 2 }) => {
        const value = valueAt(row, `/${name}`);
        if (typeof value !== "string") return [name, 0];
        const kind = kindOf(name);
        if (kind === "number") return [name, number(value, digits).length];
        return [name, kind === "iban" ? groupedIban(value).length : value.length];
      }),
    ),
  );
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
