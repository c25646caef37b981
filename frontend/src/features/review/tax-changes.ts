/** What a person may do to the tax breakdown: each is one step of undo. */
import type { TaxSubtotal } from "@/lib/api/types";
import { currencyDigits } from "@/lib/currency-digits";
import { taxOfRows, withTaxOfRows } from "./line-totals";
import type { ReviewStore } from "./review-store";
import { baseLeft, typingIn, withoutTax, withTaxValue, type TaxTyping } from "./tax-rows";

const EMPTY_TAX: TaxSubtotal = {
  category: null,
  rate: null,
  taxable_amount: null,
  tax_amount: null,
  exemption_reason: null,
  exemption_code: null,
};

export interface TaxChanges {
  /** Returns the new row. */
  add: () => number;
  remove: (index: number) => void;
  change: (index: number, name: keyof TaxSubtotal, value: string | null) => void;
  /** Takes the tax of the rows as that of the invoice. */
  applyTax: () => void;
}

/** The functions stay the same, so that the rows need not render again. */
export function taxChanges(store: ReviewStore): TaxChanges {
  const rows = () => store.get().data.tax_breakdown;
  const money = () => {
    const { net_amount: net, currency } = store.get().data;
    return { net, digits: currencyDigits(currency) };
  };
  // Bases that a person typed, before or now: these are never changed by what is typed elsewhere.
  let byPerson: ReadonlySet<number> = new Set(
    [...rows().keys()].filter(
      (index) => store.get().known.evidence[`/tax_breakdown/${index}/taxable_amount`]?.source === "person",
    ),
  );
  let typing: TaxTyping | null = null;
  const replace = (next: TaxSubtotal[]) => {
    typing = null;
    store.dispatch({ type: "changed", data: { ...store.get().data, tax_breakdown: next } });
  };
  return {
    add: () => {
      replace([...rows(), { ...EMPTY_TAX, taxable_amount: baseLeft(rows(), money().net) }]);
      return rows().length - 1;
    },
    remove: (index) => {
      replace(withoutTax(rows(), index, { ...money(), byPerson }));
      byPerson = new Set(
        [...byPerson].filter((row) => row !== index).map((row) => (row > index ? row - 1 : row)),
      );
    },
    change: (index, name, value) => {
      if (typing?.row !== index) typing = typingIn(rows(), index, { ...money(), byPerson });
      if (name === "taxable_amount") byPerson = new Set([...byPerson, index]);
      const before = rows();
      const next = withTaxValue(before, name, value, typing, money());
      const alone = next.every(
        (row, at) => row === before[at] || (at === index && row.tax_amount === before[at]?.tax_amount),
      );
      // One value typed is one step of undo for the whole typing; what follows it is undone with it.
      if (alone || name === "tax_amount") {
        store.dispatch({ type: "typed", pointer: `/tax_breakdown/${index}/${name}`, value });
      } else {
        store.dispatch({ type: "typed", pointer: "/tax_breakdown", value: next });
      }
    },
    applyTax: () => {
      const { data } = store.get();
      const tax = taxOfRows(data);
      if (tax) store.dispatch({ type: "changed", data: withTaxOfRows(data, tax) });
    },
  };
}
