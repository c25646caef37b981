/** What the data table keeps in the URL. */
import { filterQuery, filtersIn, type Filters } from "@/lib/invoices/filters";
import { DIRECTIONS, oneOf, positive, text } from "@/lib/search-params";
import { SORTS, type Sort } from "./sorts";

export const VIEWS = ["invoices", "lines"] as const;
export type View = (typeof VIEWS)[number];

/** All, those that no other system has yet, those that one has. */
export const SCOPES = ["all", "new", "exported"] as const;
type Scope = (typeof SCOPES)[number];

export const PAGE_SIZES = [25, 50, 100] as const;

interface Shown {
  scope: Scope;
  view: View;
  by: Sort;
  dir: (typeof DIRECTIONS)[number];
  page: number;
  size: number;
}

/** `op`: an operation code. Only what differs from the default is written. */
export interface DataSearch extends Omit<Filters, "findings" | "postponed">, Partial<Shown> {
  op?: string;
}

const DEFAULTS: Shown = {
  scope: "all",
  view: "invoices",
  by: "confirmed_at",
  dir: "desc",
  page: 1,
  size: 50,
};

export function dataSearch(raw: Record<string, unknown>): DataSearch {
  const op = text(raw["op"]);
  const full: Shown = {
    scope: oneOf(raw["scope"], SCOPES, DEFAULTS.scope),
    view: oneOf(raw["view"], VIEWS, DEFAULTS.view),
    by: oneOf(raw["by"], SORTS, DEFAULTS.by),
    dir: oneOf(raw["dir"], DIRECTIONS, DEFAULTS.dir),
    page: positive(raw["page"], DEFAULTS.page),
    size: PAGE_SIZES.find((candidate) => candidate === Number(raw["size"])) ?? DEFAULTS.size,
  };
  const special = Object.entries(full).filter(([name, value]) => value !== DEFAULTS[name as keyof Shown]);
  return {
    ...filtersIn({ ...raw, findings: undefined, automation: undefined, postponed: undefined }),
    ...(op ? { op } : {}),
    ...Object.fromEntries(special),
  };
}

export const withDefaults = (search: DataSearch): DataSearch & Shown => ({ ...DEFAULTS, ...search });

/** Filters on confirmed invoices, exported or not, as the API names them. */
export const filtersOf = (search: DataSearch) => ({
  ...filterQuery(search),
  ...(search.op ? { op_number: search.op } : {}),
});
export type DataFilters = ReturnType<typeof filtersOf>;

/** Which confirmed invoices: the table, its totals and a file of them ask the same. */
export const confirmedQuery = (search: DataSearch) => ({
  ...filtersOf(search),
  ...(search.scope && search.scope !== "all" ? { exported: search.scope === "exported" } : {}),
});
export type ConfirmedQuery = ReturnType<typeof confirmedQuery>;
