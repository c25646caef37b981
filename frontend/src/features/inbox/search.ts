/** What the inbox keeps in the URL: a link to it shows the same list. */
import type { SortBy, Status, StatusCounts } from "@/lib/api/types";
import type { ListedQuery } from "@/lib/invoices/list-invoices";
import { filterQuery, filtersIn, type Filters } from "@/lib/invoices/filters";
import { DIRECTIONS, oneOf, positive, SORTS } from "@/lib/search-params";

export const TABS = [
  "open",
  "waiting_validation",
  "processing",
  "failed",
  "processed",
  "rejected",
  "all",
] as const;
export type Tab = (typeof TABS)[number];

export const PAGE_SIZES = [25, 50, 100] as const;

export interface InboxSearch extends Filters {
  tab: Tab;
  sort: SortBy;
  dir: "asc" | "desc";
  page: number;
  size: number;
}

const DEFAULTS: InboxSearch = { tab: "open", sort: "created_at", dir: "desc", page: 1, size: 50 };

/** Only what differs from the default is written to the URL. */
export function inboxSearch(raw: Record<string, unknown>): Partial<InboxSearch> {
  const full = {
    tab: oneOf(raw["tab"], TABS, DEFAULTS.tab),
    sort: oneOf(raw["sort"], SORTS, DEFAULTS.sort),
    dir: oneOf(raw["dir"], DIRECTIONS, DEFAULTS.dir),
    page: positive(raw["page"], 1),
    size: PAGE_SIZES.find((size) => size === Number(raw["size"])) ?? DEFAULTS.size,
  };
  const special = Object.entries(full).filter(
    ([name, value]) => value !== DEFAULTS[name as keyof InboxSearch],
  );
  return { ...Object.fromEntries(special), ...filtersIn(raw) };
}

export const withDefaults = (search: Partial<InboxSearch>): InboxSearch => ({ ...DEFAULTS, ...search });

/** The statuses that still need work, by a person or the system. */
const OPEN: readonly Status[] = ["processing", "waiting_validation", "failed"];

export const isOpen = (status: Status): boolean => OPEN.includes(status);

function statusesOf(tab: Tab): Status[] {
  if (tab === "all") return [];
  return tab === "open" ? [...OPEN] : [tab];
}

/** The list without its page. */
export function listQuery(search: InboxSearch): ListedQuery {
  const { tab, sort, dir } = search;
  const status = statusesOf(tab);
  return {
    // A search without an order of one's own has the best match first.
    ...(search.q?.trim() && sort === DEFAULTS.sort && dir === DEFAULTS.dir
      ? {}
      : { sort_by: sort, sort_order: dir }),
    ...(status.length > 0 ? { status } : {}),
    ...filterQuery(search),
  };
}

export function countOf(tab: Tab, summary: StatusCounts): number {
  const statuses = tab === "all" ? (Object.keys(summary) as Status[]) : statusesOf(tab);
  return statuses.reduce((total, status) => total + summary[status], 0);
}
