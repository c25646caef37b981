import { describe, expect, it } from "vitest";
import type { TaxSubtotal } from "@/lib/api/types";
import { baseLeft, taxThatDiffers, typingIn, withoutTax, withTaxValue } from "./tax-rows";

const EMPTY: TaxSubtotal = {
  category: null,
  rate: null,
  taxable_amount: null,
  tax_amount: null,
  exemption_reason: null,
  exemption_code: null,
};
const row = (rate: string | null, base: string | null, tax: string | null): TaxSubtotal => ({
  ...EMPTY,
  rate,
  taxable_amount: base,
  tax_amount: tax,
});
const plain = (rows: readonly TaxSubtotal[]) =>
  rows.map(({ rate, taxable_amount, tax_amount }) => [rate, taxable_amount, tax_amount]);
const EURO = { net: "1000.00", digits: 2 };

/** Types values into a row, one key after the other, as a person does. */
function type(
  rows: readonly TaxSubtotal[],
  index: number,
  values: Partial<Record<"rate" | "taxable_amount" | "tax_amount", string>>,
  { net, digits, byPerson = [] }: { net: string; digits: number; byPerson?: number[] } = EURO,
): TaxSubtotal[] {
  const typing = typingIn(rows, index, { net, digits, byPerson: new Set(byPerson) });
  let next = [...rows];
  for (const [name, text] of Object.entries(values)) {
    for (let keys = 0; keys <= text.length; keys += 1) {
      next = withTaxValue(next, name as keyof TaxSubtotal, text.slice(0, keys) || null, typing, {
        net,
        digits,
      });
    }
  }
  return next;
}

describe("a tax that is split into two rates", () => {
  const one = [row("21", "1000.00", "210.00")];

  it("costs two typed values: the first row takes the rest", () => {
    expect(plain(type([...one, EMPTY], 1, { rate: "10", taxable_amount: "300" }))).toEqual([
      ["21", "700.00", "147.00"],
      ["10", "300", "30.00"],
    ]);
  });

  it("leaves a row alone that a person typed", () => {
    const rows = type([...one, EMPTY], 1, { rate: "10", taxable_amount: "300" }, { ...EURO, byPerson: [0] });
    expect(plain(rows)[0]).toEqual(["21", "1000.00", "210.00"]);
  });

  it("leaves the others alone when the bases did not come to the net amount", () => {
    const exempt = [row("21", "800.00", "168.00"), EMPTY];
    expect(plain(type(exempt, 1, { rate: "10", taxable_amount: "300" }))[0]).toEqual([
      "21",
      "800.00",
      "168.00",
    ]);
  });

  it("follows again after a base that was too large was corrected", () => {
    const typing = typingIn([...one, EMPTY], 1, { ...EURO, byPerson: new Set() });
    const tooLarge = withTaxValue([...one, EMPTY], "taxable_amount", "3000", typing, EURO);
    expect(plain(tooLarge)[0]).toEqual(["21", "1000.00", "210.00"]);
    expect(plain(withTaxValue(tooLarge, "taxable_amount", "300", typing, EURO))[0]).toEqual([
      "21",
      "700.00",
      "147.00",
    ]);
  });

  it("waits while what is typed is no number", () => {
    const typing = typingIn([...one, EMPTY], 1, { ...EURO, byPerson: new Set() });
    expect(plain(withTaxValue([...one, EMPTY], "taxable_amount", "3x", typing, EURO))[0]).toEqual([
      "21",
      "1000.00",
      "210.00",
    ]);
  });

  it("takes the rest from the largest of several rows", () => {
    const rows = [row("4", "100", "4.00"), row("21", "900.00", "189.00"), EMPTY];
    expect(plain(type(rows, 2, { rate: "10", taxable_amount: "50" }))).toEqual([
      ["4", "100", "4.00"],
      ["21", "850.00", "178.50"],
      ["10", "50", "5.00"],
    ]);
  });

  it("gives its base back when it is removed", () => {
    const rows = type([...one, EMPTY], 1, { rate: "10", taxable_amount: "300" });
    expect(plain(withoutTax(rows, 1, { ...EURO, byPerson: new Set([1]) }))).toEqual([
      ["21", "1000.00", "210.00"],
    ]);
  });

  it("works for a credit note that is printed with a minus", () => {
    const rows = [row("21", "-1000.00", "-210.00"), EMPTY];
    expect(
      plain(type(rows, 1, { rate: "10", taxable_amount: "-300" }, { net: "-1000.00", digits: 2 })),
    ).toEqual([
      ["21", "-700.00", "-147.00"],
      ["10", "-300", "-30.00"],
    ]);
  });
});

describe("the tax of a row", () => {
  it("is computed from rate and base, half up to the decimals of the currency", () => {
    expect(plain(type([EMPTY], 0, { rate: "21", taxable_amount: "0.50" }))).toEqual([["21", "0.50", "0.11"]]);
    const yen = { net: "1005", digits: 0 };
    expect(plain(type([EMPTY], 0, { rate: "10", taxable_amount: "1005" }, yen))).toEqual([
      ["10", "1005", "101"],
    ]);
  });

  it("stays as the seller stated it, when it never was their product", () => {
    const rows = [row("21", "1000.00", "209.99")];
    expect(taxThatDiffers(rows[0] ?? EMPTY, 2)).toBe("210.00");
    expect(plain(type(rows, 0, { rate: "10" }))).toEqual([["10", "1000.00", "209.99"]]);
  });

  it("can be typed itself", () => {
    expect(plain(type([row("21", "1000.00", "210.00")], 0, { tax_amount: "209.99" }))).toEqual([
      ["21", "1000.00", "209.99"],
    ]);
  });
});

describe("the base of an added row", () => {
  it("is what the others leave", () => {
    expect(baseLeft([], "1000.00")).toBe("1000.00");
    expect(baseLeft([row("21", "800", "168")], "1000.00")).toBe("200.00");
    expect(baseLeft([row("21", "1000", "210")], "1000.00")).toBeNull();
    expect(baseLeft([row("21", "1100", "231")], "1000.00")).toBeNull();
    expect(baseLeft([], null)).toBeNull();
  });
});
