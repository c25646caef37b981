/** What a file of confirmed invoices looks like, as it was last asked for. */
import type { ExportBody } from "@/lib/api/types";
import type { Formats, Language } from "@/lib/i18n/formats";
import { stored, store } from "@/lib/preferences";
import { oneOf } from "@/lib/search-params";
import { shownColumns } from "./columns";
import { VIEWS, type View } from "./search";

export const FORMATS = ["xlsx", "csv", "jsonl"] as const;
type Format = (typeof FORMATS)[number];
const COLUMNS = ["shown", "all"] as const;

export type FileParameters = Pick<ExportBody, "format" | "rows" | "columns" | "language" | "separator">;

export interface FileForm {
  format: Format;
  /** Of CSV; a workbook has both. */
  rows: View;
  columns: (typeof COLUMNS)[number];
}

export const keptForm = (): FileForm => {
  const [format, rows, columns] = stored("export")?.split(" ") ?? [];
  return {
    format: oneOf(format, FORMATS, "xlsx"),
    rows: oneOf(rows, VIEWS, "invoices"),
    columns: oneOf(columns, COLUMNS, "shown"),
  };
};

export const keepForm = ({ format, rows, columns }: FileForm): void =>
  store("export", [format, rows, columns].join(" "));

/** The form as the API's parameters. A spreadsheet of a reader with a decimal comma separates cells by semicolons. */
export function fileParameters(
  { format, rows, columns }: FileForm,
  language: Language,
  f: Formats,
): FileParameters {
  // Each sheet of a workbook has those of its own columns that were chosen, or all of them.
  const shown = shownColumns(format === "csv" ? rows : "invoices");
  return {
    format,
    rows: format === "csv" ? rows : "invoices",
    columns: columns === "all" || format === "jsonl" ? [] : [...shown],
    // Programs read CSV by the names of its columns.
    language: format === "xlsx" ? language : null,
    separator: format === "csv" && f.decimalSeparator === "," ? "semicolon" : "comma",
  };
}
