/** Invoices by page or by cursor: GET /api/invoices/. */
import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";
import { api, bodyOf } from "@/lib/api/client";
import { keys } from "@/lib/api/keys";
import type { FilterQuery } from "./filters";
import type { InvoiceList, InvoiceRow, SortBy, Status } from "@/lib/api/types";

/** Which invoices, in which order. */
export interface ListedQuery extends FilterQuery {
  status?: Status[];
  postponed?: boolean;
  sort_by?: SortBy;
  sort_order?: "asc" | "desc";
}

interface ListQuery extends ListedQuery {
  page: number;
  per_page: number;
}

interface CursorQuery extends ListedQuery {
  per_page: number;
  after?: string;
}

const fetchInvoices = (query: ListQuery | CursorQuery, signal: AbortSignal): Promise<InvoiceList> =>
  bodyOf(api.GET("/api/invoices/", { params: { query }, signal }));

export const invoicesQuery = (query: ListQuery) =>
  queryOptions({ queryKey: keys.list(query), queryFn: ({ signal }) => fetchInvoices(query, signal) });

/** The last page stays on the screen while the next one comes. */
export const useInvoices = (query: ListQuery) =>
  useQuery({ ...invoicesQuery(query), placeholderData: keepPreviousData });

const MOST_PER_PAGE = 100;

/**
 * All rows of a list in its order, `most` at most, read by cursor: the last page costs as much as the first one, and
 * nothing is told twice while rows come and go. `onRows` hears how many there are so far.
 */
export async function everyInvoice(
  query: ListedQuery,
  { most, signal, onRows }: { most: number; signal: AbortSignal; onRows: (rows: number) => void },
): Promise<InvoiceRow[]> {
  const rows: InvoiceRow[] = [];
  let after: string | null = null;
  do {
    const page: InvoiceList = await fetchInvoices(
      { ...query, per_page: MOST_PER_PAGE, ...(after === null ? {} : { after }) },
      signal,
    );
    rows.push(...page.invoices);
    after = page.next;
    onRows(Math.min(rows.length, most));
  } while (after !== null && rows.length < most);
  return rows.slice(0, most);
}
