/** Which invoices a list shows, by what they say: the same in the URL, the inbox, the review's queue and the data. */
import { oneOf, text } from "@/lib/search-params";

export const FINDINGS = ["error", "warning", "none"] as const;
export type Findings = (typeof FINDINGS)[number];

/** Days are ISO 8601, `from` and `to` included; the currency is three capital letters. What is not set is not there. */
export interface Filters {
  q?: string;
  from?: string;
  to?: string;
  currency?: string;
  findings?: Findings;
  /** Of what waits for review only what is postponed; not set: only what is not (`dueQuery`). */
  postponed?: true;
}

/** The filters in a URL; invalid ones are left out. */
export function filtersIn(raw: Record<string, unknown>): Filters {
  const currency = text(raw["currency"]).toUpperCase();
  const found: Record<keyof Filters, string | boolean> = {
    q: text(raw["q"]),
    from: day(raw["from"]),
    to: day(raw["to"]),
    currency: /^[A-Z]{3}$/.test(currency) ? currency : "",
    findings: oneOf(raw["findings"], ["", ...FINDINGS], ""),
    postponed: String(raw["postponed"]) === "true" || "",
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== ""));
}

/** The filters as the API's parameters. */
export function filterQuery({ q, from, to, currency, findings }: Filters) {
  return {
    ...(q?.trim() ? { q: q.trim() } : {}),
    ...(from ? { issued_from: from } : {}),
    ...(to ? { issued_to: to } : {}),
    ...(currency ? { currency } : {}),
    ...(findings ? { findings } : {}),
  };
}
export type FilterQuery = ReturnType<typeof filterQuery>;

/** What is to be reviewed now: without those that are postponed, or if they are asked for only those. */
export const dueQuery = (filters: Filters) => ({
  postponed: filters.postponed ?? false,
  ...filterQuery(filters),
});

/** Every filter as not set: what to show to see everything again. */
export const NO_FILTERS: Record<keyof Filters, undefined> = {
  q: undefined,
  from: undefined,
  to: undefined,
  currency: undefined,
  findings: undefined,
  postponed: undefined,
};

function day(value: unknown): string {
  const iso = text(value);
  return /^\d{4}-\d{2}-\d{2}$/.test(iso) && !Number.isNaN(Date.parse(iso)) ? iso : "";
}
