/** The order in which the list was shown: "next" means the same here as there. */
import type { SortBy } from "@/lib/api/types";
import { filtersIn, type Filters } from "@/lib/invoices/filters";
import { DIRECTIONS, oneOf, SORTS } from "@/lib/search-params";

export interface ReviewSearch extends Filters {
  sort?: SortBy;
  dir?: "asc" | "desc";
}

export function reviewSearch(raw: Record<string, unknown>): ReviewSearch {
  const sort = oneOf(raw["sort"], SORTS, "created_at");
  const dir = oneOf(raw["dir"], DIRECTIONS, "desc");
  return {
    ...filtersIn(raw),
    ...(sort !== "created_at" ? { sort } : {}),
    ...(dir !== "desc" ? { dir } : {}),
  };
}
