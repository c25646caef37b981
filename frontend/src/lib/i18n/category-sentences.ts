/** The findings about VAT categories: EN 16931 has the same rules for each of them. */
import type { FindingFormats, FindingReasons, FindingSentences } from "./finding-sentences";

/** What the names of the rules have for a category: BR-IC-08 is a rule of category K. */
const PREFIXES = ["S", "Z", "E", "AE", "IC", "G", "O"] as const;
type Prefix = (typeof PREFIXES)[number];

/** What a category requires of its rate, and whether it needs a reason for the exemption. */
type RateRule = "above_zero" | "zero" | "none";
type Owner = "line" | "allowance" | "charge";
/** Whose tax numbers a category asks for. */
export type PartyDemand = "seller" | "seller_vat" | "both" | "both_vat" | "none";

/** The wording of a language. */
export interface CategoryWording {
  parties: (owner: Owner, category: string, demand: PartyDemand) => string;
  rate: (owner: Owner, row: string, category: string, rule: RateRule, rate: string | null) => string;
  taxable: (category: string, rate: string | null, sum: string, taxable: string) => string;
  tax: (category: string, tax: string) => string;
  reasonMissing: (category: string) => string;
  reasonGiven: (category: string) => string;
}

type CategoryRule = "02" | "03" | "04" | "05" | "06" | "07" | "08" | "09" | "10";
/** The tax of the standard rate is BR-CO-17. */
type CategoryCode = Exclude<`BR-${Prefix}-${CategoryRule}`, "BR-S-09">;

function rateRule(prefix: Prefix): RateRule {
  return prefix === "S" ? "above_zero" : prefix === "O" ? "none" : "zero";
}

function partyDemand(prefix: Prefix): PartyDemand {
  const demands: Partial<Record<Prefix, PartyDemand>> = {
    AE: "both",
    IC: "both_vat",
    G: "seller_vat",
    O: "none",
  };
  return demands[prefix] ?? "seller";
}

/** The sentences of one category. */
function ofCategory(prefix: Prefix, wording: CategoryWording) {
  const rate =
    (owner: Owner) =>
    (
      params: { category: string; row: number; rate: string | null },
      { number, percent }: FindingFormats,
    ): string =>
      wording.rate(
        owner,
        number(params.row),
        params.category,
        rateRule(prefix),
        params.rate === null ? null : percent(params.rate),
      );
  const parties =
    (owner: Owner) =>
    ({ category }: { category: string }): string =>
      wording.parties(owner, category, partyDemand(prefix));
  return {
    "02": parties("line"),
    "03": parties("allowance"),
    "04": parties("charge"),
    "05": rate("line"),
    "06": rate("allowance"),
    "07": rate("charge"),
    "08": (
      params: {
        category: string;
        rate: string | null;
        sum: string;
        taxable: string;
        currency: string | null;
      },
      { amount, percent }: FindingFormats,
    ) =>
      wording.taxable(
        params.category,
        params.rate === null ? null : percent(params.rate),
        amount(params.sum, params.currency),
        amount(params.taxable, params.currency),
      ),
    "09": (
      { category, tax, currency }: { category: string; tax: string; currency: string | null },
      { amount }: FindingFormats,
    ) => wording.tax(category, amount(tax, currency)),
    "10": ({ category }: { category: string }) =>
      prefix === "S" || prefix === "Z" ? wording.reasonGiven(category) : wording.reasonMissing(category),
  };
}

/** The sentences of all categories, from the wording of a language. */
export const categorySentences = (wording: CategoryWording) =>
  byCode((prefix) => ofCategory(prefix, wording)) as Pick<FindingSentences, CategoryCode>;

/** The reasons of all categories: the same words for each of them. */
export const categoryReasons = (words: Record<CategoryRule, string>) =>
  byCode(() => words) as Pick<FindingReasons, CategoryCode>;

function byCode(textsOf: (prefix: Prefix) => Record<CategoryRule, unknown>): Record<string, unknown> {
  const made = PREFIXES.flatMap((prefix) =>
    Object.entries(textsOf(prefix))
      .filter(([rule]) => prefix !== "S" || rule !== "09")
      .map(([rule, text]) => [`BR-${prefix}-${rule}`, text] as const),
  );
  return Object.fromEntries(made);
}
