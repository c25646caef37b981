/** The list in the URL, the same in the inbox and in the review that was opened from it: so the way back is known. */
import type { SortBy } from "@/lib/api/types";
import { filtersIn, type Filters } from "@/lib/invoices/filters";
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

export interface ListSearch extends Filters {
  tab: Tab;
  sort: SortBy;
  dir: "asc" | "desc";
  page: number;
  size: number;
}

const DEFAULTS: ListSearch = { tab: "open", sort: "created_at", dir: "desc", page: 1, size: 50 };

/** Only what differs from the default is written to the URL. */
export function listSearch(raw: Record<string, unknown>): Partial<ListSearch> {
  const full = {
    tab: oneOf(raw["tab"], TABS, DEFAULTS.tab),
    sort: oneOf(raw["sort"], SORTS, DEFAULTS.sort),
    dir: oneOf(raw["dir"], DIRECTIONS, DEFAULTS.dir),
    page: positive(raw["page"], 1),
    size: PAGE_SIZES.find((size) => size === Number(raw["size"])) ?? DEFAULTS.size,
  };
  const special = Object.entries(full).filter(
    ([name, value]) => value !== DEFAULTS[name as keyof ListSearch],
  );
  return { ...Object.fromEntries(special), ...filtersIn(raw) };
}

export const withDefaults = (search: Partial<ListSearch>): ListSearch => ({ ...DEFAULTS, ...search });

/** The order as the API's parameters. A search without an order of one's own has the best match first: none. */
export function orderQuery(search: Partial<ListSearch>) {
  const { q, sort, dir } = withDefaults(search);
  const chosen = sort !== DEFAULTS.sort || dir !== DEFAULTS.dir;
  return q?.trim() && !chosen ? {} : { sort_by: sort, sort_order: dir };
}
