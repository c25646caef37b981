/** What the server can order the list by, for each column that shows it. */
import type { ConfirmedSort } from "@/lib/api/types";
import type { ColumnName } from "./columns";

const OF_COLUMN = {
  invoice_id: "id",
  filename: "filename",
  confirmed_at: "confirmed_at",
  issue_date: "issue_date",
  due_date: "due_date",
  total_amount: "total_amount",
  seller_name: "seller_name",
  invoice_number: "invoice_number",
} as const satisfies Partial<Record<ColumnName, ConfirmedSort>>;

type SortableColumn = keyof typeof OF_COLUMN;
export type Sort = (typeof OF_COLUMN)[SortableColumn];

export const SORTS = Object.values(OF_COLUMN);
export const SORTABLE = Object.keys(OF_COLUMN) as SortableColumn[];

export const sortOf = (name: ColumnName): Sort | undefined =>
  (OF_COLUMN as Partial<Record<ColumnName, Sort>>)[name];
