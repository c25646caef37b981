/** What a file of confirmed invoices looks like, as it was last asked for. */
import type { ExportBody } from "@/lib/api/types";
import type { Formats, Language } from "@/lib/i18n/formats";
import { stored, store } from "@/lib/preferences";
import { oneOf } from "@/lib/search-params";
import { shownColumns } from "./columns";
import { ledgerParameters, type LedgerForm, type LedgerParameters } from "./ledger-form";
import { VIEWS, type View } from "./search";

export const FORMATS = ["xlsx", "csv", "jsonl", "datev", "libro-iva", "template"] as const;
export type Format = (typeof FORMATS)[number];

/** How the names of their files end; what a template writes is told by the type of its file. */
export const ENDINGS: Record<Format, string | null> = {
  xlsx: "xlsx",
  csv: "csv",
  jsonl: "jsonl",
  datev: "zip",
  "libro-iva": "zip",
  template: null,
};
const COLUMNS = ["shown", "all"] as const;

export type FileParameters = Pick<
  ExportBody,
  "format" | "rows" | "columns" | "language" | "separator" | "template"
> &
  LedgerParameters;

/** A table, whose columns can be chosen. */
export const isTable = (format: Format): boolean => format === "xlsx" || format === "csv";

export interface FileForm {
  format: Format;
  /** Of CSV; a workbook has both. */
  rows: View;
  columns: (typeof COLUMNS)[number];
  /** The name of an export template; the first one until another is chosen. */
  template?: string;
}

export const keptForm = (): FileForm => {
  const [format, rows, columns, template] = stored("export")?.split(" ") ?? [];
  return {
    format: oneOf(format, FORMATS, "xlsx"),
    rows: oneOf(rows, VIEWS, "invoices"),
    columns: oneOf(columns, COLUMNS, "shown"),
    template: template || "csv-lines",
  };
};

export const keepForm = ({ format, rows, columns, template }: FileForm): void =>
  store("export", [format, rows, columns, template].join(" "));

/** The form as the API's parameters. A spreadsheet of a reader with a decimal comma separates cells by semicolons. */
export function fileParameters(
  { format, rows, columns, template }: FileForm,
  ledger: LedgerForm,
  language: Language,
  f: Formats,
): FileParameters {
  // Each sheet of a workbook has those of its own columns that were chosen, or all of them.
  const shown = shownColumns(format === "csv" ? rows : "invoices");
  return {
    format,
    rows: format === "csv" ? rows : "invoices",
    columns: columns === "all" || !isTable(format) ? [] : [...shown],
    // Programs read CSV by the names of its columns.
    language: format === "xlsx" ? language : null,
    separator: format === "csv" && f.decimalSeparator === "," ? "semicolon" : "comma",
    template: format === "template" ? (template ?? null) : null,
    ...ledgerParameters(format, ledger),
  };
}
