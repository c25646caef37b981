/** What the inbox keeps in the URL: a link to it shows the same list. */
import type { Status, StatusSummary } from "@/lib/api/types";
import type { ListedQuery } from "@/lib/invoices/list-invoices";
import type { Changes } from "@/lib/search-params";
import { dueQuery, filterQuery, isConfirmedBy, type Filters } from "@/lib/invoices/filters";
import { orderQuery, type ListSearch, type Tab } from "@/lib/invoices/list-search";
import { dueOf } from "@/lib/invoices/due";

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

/** Whether a tab shows what is to be done now. */
const isDue = (tab: Tab): boolean => tab === "open" || tab === "waiting_validation";

/** The list without its page. What is still to be done is shown without what is postponed. */
export function listQuery(search: ListSearch): ListedQuery {
  const status = statusesOf(search.tab);
  return {
    ...orderQuery(search),
    ...(status.length > 0 ? { status } : {}),
    ...(isDue(search.tab) ? dueQuery(search) : filterQuery(search)),
  };
}

/** A filter that only confirmed invoices pass leads to where those are. */
export const withItsTab = (changes: Changes<Filters>, tab: Tab): Changes<ListSearch> =>
  isConfirmedBy(changes.automation) && tab !== "all" ? { ...changes, tab: "processed" } : changes;

/** How many the list of a tab has. */
export function countOf(tab: Tab, counts: StatusSummary): number {
  const statuses = tab === "all" ? (Object.keys(counts.summary) as Status[]) : statusesOf(tab);
  const of = (status: Status) => (isDue(tab) ? dueOf(status, counts) : counts.summary[status]);
  return statuses.reduce((total, status) => total + of(status), 0);
}
