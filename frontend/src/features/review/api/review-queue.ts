/** What waits for review, in the order of the list it was opened from, and the next one made ready. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { filterQuery } from "@/lib/invoices/filters";
import { useInvoices } from "@/lib/invoices/list-invoices";
import type { ReviewSearch } from "../search";
import { invoiceQuery } from "./get-invoice";
import { pageImageQuery } from "./get-page-image";
import { textQuery } from "./get-text";

export interface ReviewQueue {
  /** 1 for the first; null when the invoice shown is not waiting. */
  position: number | null;
  total: number;
  totalIsExact: boolean;
  next: number | null;
  previous: number | null;
}

const AHEAD = 100;

export function useReviewQueue(id: number, search: ReviewSearch): ReviewQueue {
  const { data } = useInvoices({
    page: 1,
    per_page: AHEAD,
    status: ["waiting_validation"],
    sort_by: search.sort ?? "created_at",
    sort_order: search.dir ?? "desc",
    ...filterQuery(search),
  });
  const ids = data?.invoices.map((invoice) => invoice.id) ?? [];
  return { ...placeIn(ids, id), total: data?.total ?? 0, totalIsExact: data?.total_is_exact ?? true };
}

/** The next one wraps round to what was skipped; an invoice that is not in the queue is followed by its first. */
function placeIn(ids: readonly number[], id: number): Pick<ReviewQueue, "position" | "next" | "previous"> {
  const at = ids.indexOf(id);
  const others = ids.filter((other) => other !== id);
  return {
    position: at < 0 ? null : at + 1,
    next: ids[at + 1] ?? others[0] ?? null,
    previous: at > 0 ? (ids[at - 1] ?? null) : null,
  };
}

/** The next invoice is there before it is asked for. */
export function usePrefetchReview(id: number | null, width: number | null): void {
  const client = useQueryClient();
  useEffect(() => {
    if (id === null || width === null) return;
    // Only ahead of time: what fails now is fetched again, and reported, when it is opened.
    const ignore = () => undefined;
    client.query(invoiceQuery(id)).catch(ignore);
    client.query(textQuery(id)).catch(ignore);
    client.query(pageImageQuery(id, 1, width)).catch(ignore);
  }, [client, id, width]);
}
