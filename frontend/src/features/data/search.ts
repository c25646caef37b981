/** What the data table keeps in the URL. */
import { filterQuery, filtersIn, type Filters } from "@/lib/invoices/filters";
import { positive, text } from "@/lib/search-params";

/** `op`: an operation code. */
export interface DataSearch extends Omit<Filters, "findings" | "postponed"> {
  op?: string;
  page?: number;
  size?: number;
}

export const PAGE_SIZES = [25, 50, 100] as const;
export const DEFAULT_SIZE = 50;

export function dataSearch(raw: Record<string, unknown>): DataSearch {
  const op = text(raw["op"]);
  const page = positive(raw["page"], 1);
  const size = PAGE_SIZES.find((candidate) => candidate === Number(raw["size"])) ?? DEFAULT_SIZE;
  return {
    ...filtersIn({ ...raw, findings: undefined, postponed: undefined }),
    ...(op ? { op } : {}),
    ...(page > 1 ? { page } : {}),
    ...(size !== DEFAULT_SIZE ? { size } : {}),
  };
}

/** Which confirmed invoices, as the API names it: the table, its totals and the export ask the same. */
export const confirmedQuery = (search: DataSearch) => ({
  ...filterQuery(search),
  ...(search.op ? { op_number: search.op } : {}),
});
export type ConfirmedQuery = ReturnType<typeof confirmedQuery>;
