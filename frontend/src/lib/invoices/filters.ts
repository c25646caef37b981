/** Which invoices a list shows, by what they say: the same in the URL, the inbox, the review's queue and the data. */
import type { KnownCode } from "@/lib/i18n/blocker-text";
import { oneOf, positive, text } from "@/lib/search-params";

export const FINDINGS = ["error", "warning", "none"] as const;
export type Findings = (typeof FINDINGS)[number];

export const CONFIRMED_BY = ["auto", "person"] as const;
type ConfirmedBy = (typeof CONFIRMED_BY)[number];

/** What may have stopped automatic confirmation, in the order of the documentation. */
const STOPPED_BY: Record<KnownCode, true> = {
  "chosen-for-review": true,
  "read-again": true,
  "seller-switched-off": true,
  "company-switched-off": true,
  "seller-unknown": true,
  "seller-known-by-name": true,
  "company-unknown": true,
  "too-few-confirmed": true,
  "value-missing": true,
  "value-unsure": true,
  "finding-open": true,
  "possible-duplicate": true,
  "account-unknown": true,
  "account-missing": true,
  "amount-unusual": true,
  "amount-not-compared": true,
};
export const BLOCKERS = Object.keys(STOPPED_BY) as readonly KnownCode[];

/** Who confirmed it, or what stopped that from being done automatically. */
export type Automation = ConfirmedBy | KnownCode;

/** Whether only confirmed invoices pass it. */
export const isConfirmedBy = (automation: Automation | undefined): automation is ConfirmedBy =>
  CONFIRMED_BY.some((by) => by === automation);

/** Days are ISO 8601, `from` and `to` included; the currency is three capital letters. What is not set is not there. */
export interface Filters {
  q?: string;
  from?: string;
  to?: string;
  currency?: string;
  findings?: Findings;
  automation?: Automation;
  /** What it is filed under, and what its sender calls it, letter by letter. */
  tag?: string;
  reference?: string;
  /** Id of the own company that it was sent for. */
  company?: number;
  /** Of what waits for review only what is postponed; not set: only what is not (`dueQuery`). */
  postponed?: true;
}

/** The filters in a URL; invalid ones are left out. */
export function filtersIn(raw: Record<string, unknown>): Filters {
  const currency = text(raw["currency"]).toUpperCase();
  const found: Record<keyof Filters, string | boolean | number> = {
    q: text(raw["q"]),
    from: day(raw["from"]),
    to: day(raw["to"]),
    currency: /^[A-Z]{3}$/.test(currency) ? currency : "",
    findings: oneOf(raw["findings"], ["", ...FINDINGS], ""),
    automation: oneOf(raw["automation"], ["", ...CONFIRMED_BY, ...BLOCKERS], ""),
    tag: text(raw["tag"]).trim(),
    reference: text(raw["reference"]).trim(),
    company: positive(raw["company"], 0) || "",
    postponed: String(raw["postponed"]) === "true" || "",
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== ""));
}

/** The filters as the API's parameters. */
export function filterQuery({
  q,
  from,
  to,
  currency,
  findings,
  automation,
  tag,
  reference,
  company,
}: Filters) {
  return {
    ...(q?.trim() ? { q: q.trim() } : {}),
    ...(from ? { issued_from: from } : {}),
    ...(to ? { issued_to: to } : {}),
    ...(currency ? { currency } : {}),
    ...(findings ? { findings } : {}),
    ...automationQuery(automation),
    ...(tag ? { tag: [tag] } : {}),
    ...(reference ? { reference } : {}),
    ...(company ? { company } : {}),
  };
}

function automationQuery(automation: Automation | undefined): { automatic?: boolean; blocker?: KnownCode } {
  if (!automation) return {};
  return isConfirmedBy(automation) ? { automatic: automation === "auto" } : { blocker: automation };
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
  automation: undefined,
  tag: undefined,
  reference: undefined,
  company: undefined,
  postponed: undefined,
};

function day(value: unknown): string {
  const iso = text(value);
  return /^\d{4}-\d{2}-\d{2}$/.test(iso) && !Number.isNaN(Date.parse(iso)) ? iso : "";
}
