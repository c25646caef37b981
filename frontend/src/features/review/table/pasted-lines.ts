/** The lines of an invoice with a copied table in them. */
import type { Line } from "@/lib/api/types";
import { kindOf } from "@/lib/invoices/fields";
import { notationOf, readNumber, type NumberNotation } from "@/lib/typed-number";
import { readDate } from "@/lib/typed-date";
import { isRate } from "../fields";
import { EMPTY_LINE, withLineValue } from "../line-totals";
import type { Cells } from "./clipboard-table";
import { headingsOf, type LineColumn } from "./headings";

/** Of text, or a list of codes. */
type CellValue = string | string[] | null;

export interface Paste {
  lines: Line[];
  /** The rows of the table that were pasted, its headings not among them. */
  rows: number;
  /** Those of them that are new lines. */
  added: number;
  /** The columns that were pasted into. */
  columns: readonly LineColumn[];
  /** How many columns of the table name no column here, or are more than there are. */
  ignored: number;
}

/**
 * The lines with the table's cells from row `at.row` on; rows beyond the last are new lines. A first row that names columns
 * says where each goes; else the cells go to the shown columns from `at.column` on. An amount that is not among the cells
 * follows quantity and price as when they are typed. A text that is no number stays as it is, and is marked.
 */
export function withPasted(
  lines: readonly Line[],
  cells: Cells,
  at: { row: number; column: LineColumn },
  shown: readonly LineColumn[],
  { locale, digits = 2 }: { locale: string; digits?: number },
): Paste {
  const headings = headingsOf(cells[0] ?? []);
  const body = headings ? cells.slice(1) : cells;
  const from = Math.max(0, shown.indexOf(at.column));
  const width = Math.max(0, ...cells.map((row) => row.length));
  const targets = headings ?? Array.from({ length: width }, (_, index) => shown[from + index] ?? null);
  const notation = notationIn(
    body.flatMap((row) => row.filter((_, column) => isNumber(targets[column] ?? null))),
    notationOf(locale),
  );
  const columns = targets.filter((column) => column !== null);
  const next = [...lines];
  for (const [index, row] of body.entries()) {
    const values = new Map<LineColumn, CellValue>();
    for (const [column, target] of targets.entries()) {
      if (target !== null) values.set(target, valueOf(target, row[column] ?? "", notation, locale));
    }
    // As with a line that is added: most have the rate of the one before.
    const before = next[at.row + index] ?? { ...EMPTY_LINE, tax_rate: next.at(-1)?.tax_rate ?? null };
    next[Math.min(at.row + index, next.length)] = withValues(before, values, digits);
  }
  return {
    lines: next,
    rows: body.length,
    added: next.length - lines.length,
    columns,
    ignored: width - columns.length,
  };
}

function withValues(line: Line, values: ReadonlyMap<LineColumn, CellValue>, digits: number): Line {
  let next = line;
  for (const [name, value] of values) next = withLineValue(next, name, value, { digits });
  // What the table says about the amount itself counts, whatever quantity and price give.
  return values.has("net_amount") ? { ...next, net_amount: values.get("net_amount") as string | null } : next;
}

function isNumber(column: LineColumn | null): boolean {
  return column !== null && kindOf(`/${column}`) === "number";
}

function valueOf(column: LineColumn, cell: string, notation: NumberNotation, locale: string): CellValue {
  const kind = kindOf(`/${column}`);
  if (kind === "codes") return [...new Set(cell.split(/[,;]/).map((code) => code.trim()))].filter(Boolean);
  if (cell === "") return null;
  if (kind === "text" || kind === "long") return cell;
  const reading =
    kind === "date" ? readDate(cell, locale) : readNumber(cell, notation, { percent: isRate(`/${column}`) });
  return "value" in reading ? reading.value : cell;
}

/**
 * How the figures of a table are written: as those of them that can only be read one way are ("12,50", "1.234.567,8");
 * as the reader writes when there are none, or both ways occur.
 */
export function notationIn(figures: readonly string[], reader: NumberNotation): NumberNotation {
  const signs = new Set(figures.map(decimalSignIn).filter((sign) => sign !== null));
  const [only, other] = signs;
  return only !== undefined && other === undefined ? { ...reader, decimal: only } : reader;
}

function decimalSignIn(figure: string): "." | "," | null {
  const separators = figure.match(/[.,]/g) ?? [];
  const last = separators.at(-1);
  if (last !== "." && last !== ",") return null;
  if (new Set(separators).size === 2) return last;
  if (separators.length > 1) return last === "." ? "," : "."; // it groups
  const digits = /^\d*/.exec(figure.slice(figure.indexOf(last) + 1))?.[0].length;
  return digits === 3 ? null : last;
}
