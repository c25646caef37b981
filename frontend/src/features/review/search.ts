/** The list that the review was opened from: "next" means the same here as there, and back leads to it. */
import { dueQuery, filterQuery } from "@/lib/invoices/filters";
import type { ListedQuery } from "@/lib/invoices/list-invoices";
import { orderQuery, type ListSearch } from "@/lib/invoices/list-search";

export { listSearch as reviewSearch } from "@/lib/invoices/list-search";

export type ReviewSearch = Partial<ListSearch>;

/** What is gone through: in a tab of one state all of that state; in the others what is due for review. */
export function queueQuery(search: ReviewSearch): ListedQuery {
  const order = orderQuery(search);
  switch (search.tab) {
    case "failed":
    case "processed":
    case "rejected":
      return { ...order, ...filterQuery(search), status: [search.tab] };
    default:
      return { ...order, ...dueQuery(search), status: ["waiting_validation"] };
  }
}
