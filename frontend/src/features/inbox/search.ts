/** What the inbox keeps in the URL: a link to it shows the same list. */
import type { Status, StatusCounts } from "@/lib/api/types";
import type { ListedQuery } from "@/lib/invoices/list-invoices";
import { dueQuery, filterQuery } from "@/lib/invoices/filters";
import { orderQuery, type ListSearch, type Tab } from "@/lib/invoices/list-search";

export {
  listSearch as inboxSearch,
  PAGE_SIZES,
  TABS,
  withDefaults,
  type ListSearch as InboxSearch,
  type Tab,
} from "@/lib/invoices/list-search";

/** The statuses that still need work, by a person or the system. */
const OPEN: readonly Status[] = ["processing", "waiting_validation", "failed"];

export const isOpen = (status: Status): boolean => OPEN.includes(status);

function statusesOf(tab: Tab): Status[] {
  if (tab === "all") return [];
  return tab === "open" ? [...OPEN] : [tab];
}

/** The list without its page. What is still to be done is shown without what is postponed. */
export function listQuery(search: ListSearch): ListedQuery {
  const status = statusesOf(search.tab);
  const isDue = search.tab === "open" || search.tab === "waiting_validation";
  return {
    ...orderQuery(search),
    ...(status.length > 0 ? { status } : {}),
    ...(isDue ? dueQuery(search) : filterQuery(search)),
  };
}

export function countOf(tab: Tab, summary: StatusCounts): number {
  const statuses = tab === "all" ? (Object.keys(summary) as Status[]) : statusesOf(tab);
  return statuses.reduce((total, status) => total + summary[status], 0);
}
