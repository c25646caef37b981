/** The order in which the list was shown: "next" means the same here as there. */
import type { SortBy } from "@/lib/api/types";
import { DIRECTIONS, oneOf, SORTS, text } from "@/lib/search-params";

export interface ReviewSearch {
  q?: string;
  sort?: SortBy;
  dir?: "asc" | "desc";
}

export function reviewSearch(raw: Record<string, unknown>): ReviewSearch {
  const q = text(raw["q"]);
  const sort = oneOf(raw["sort"], SORTS, "created_at");
  const dir = oneOf(raw["dir"], DIRECTIONS, "desc");
  return {
    ...(q ? { q } : {}),
    ...(sort !== "created_at" ? { sort } : {}),
    ...(dir !== "desc" ? { dir } : {}),
  };
}
