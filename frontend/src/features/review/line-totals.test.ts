import { describe, expect, it } from "vitest";
import type { InvoiceData, Line, Surcharge } from "@/lib/api/types";
import { EMPTY_DATA } from "./empty-data";
import {
  computedTotals,
  EMPTY_LINE,
  followsProduct,
  netThatDiffers,
  taxOfRows,
  withComputedTotals,
  withLineValue,
  withTaxOfRows,
} from "./line-totals";

/** An invoice of these lines and values. */
const invoice = (lines: readonly Line[], values: Partial<InvoiceData> = {}): InvoiceData => ({
  ...EMPTY_DATA,
  ...values,
  lines: [...lines],
});
const surcharge = (values: Partial<Surcharge>): Surcharge => ({
  name: null,
  code: null,
  rate: null,
  base: null,
  amount: null,
  tax_category: null,
  tax_rate: null,
  ...values,
});
const allowance = (amount: string | null, tax_rate: string | null) => ({
  amount,
  tax_rate,
  tax_category: null,
  base: null,
  percent: null,
  reason: null,
  reason_code: null,
});
const line = (values: Partial<Line>): Line => ({ ...EMPTY_LINE, ...values });

describe("a line", () => {
  it("follows quantity and price when its amount was their product", () => {
    const before = line({ quantity: "2", unit_price: "9.90", net_amount: "19.80" });
    expect(withLineValue(before, "quantity", "3").net_amount).toBe("29.70");
  });

  it("gets an amount when it had none", () => {
    expect(withLineValue(line({ quantity: "3" }), "unit_price", "1.005").net_amount).toBe("3.02");
  });

  it("keeps an amount that was never their product", () => {
    const discounted = line({ quantity: "2", unit_price: "10", net_amount: "18.00" });
    expect(withLineValue(discounted, "quantity", "3").net_amount).toBe("18.00");
    expect(netThatDiffers(discounted)).toEqual({ computed: "20.00", difference: "-2.00" });
  });

  it("keeps its amount while the number being typed cannot be read", () => {
    const before = line({ quantity: "2", unit_price: "10", net_amount: "20.00" });
    expect(withLineValue(before, "quantity", "2x").net_amount).toBe("20.00");
  });

  it("follows again when the quantity was emptied and typed anew", () => {
    const emptied = line({ quantity: null, unit_price: "9.90", net_amount: "19.80" });
    expect(followsProduct(emptied)).toBeNull();
    expect(withLineValue(emptied, "quantity", "3", { followed: true }).net_amount).toBe("29.70");
    expect(withLineValue(emptied, "quantity", "3", { followed: false }).net_amount).toBe("19.80");
  });

  it("counts its allowances and charges (BT-131)", () => {
    const reduced = line({
      quantity: "10",
      unit_price: "12.00",
      net_amount: "114.00",
      allowances: [{ amount: "10", base: null, percent: null, reason: null, reason_code: null }],
      charges: [{ amount: "4", base: null, percent: null, reason: null, reason_code: null }],
    });
    expect(netThatDiffers(reduced)).toBeNull();
    expect(withLineValue(reduced, "quantity", "5").net_amount).toBe("54.00");
  });

  it("has a price for so many (BT-149)", () => {
    const screws = line({
      quantity: "250",
      unit_price: "4.00",
      price_base_quantity: "100",
      net_amount: "10",
    });
    expect(netThatDiffers(screws)).toBeNull();
    expect(withLineValue(screws, "quantity", "300").net_amount).toBe("12.00");
  });

  it("is rounded to the decimals of its currency", () => {
    const dinars = line({ quantity: "3", unit_price: "0.4115", net_amount: "1.235" });
    expect(netThatDiffers(dinars, 3)).toBeNull();
    expect(withLineValue(dinars, "quantity", "1", { digits: 3 }).net_amount).toBe("0.412");
  });

  it("has nothing to differ from without price or amount", () => {
    expect(netThatDiffers(line({ quantity: "2", net_amount: "5" }))).toBeNull();
    expect(netThatDiffers(line({ quantity: "2", unit_price: "5" }))).toBeNull();
  });
});

describe("totals", () => {
  it("round the tax once for each rate, not for each line", () => {
    const lines = [1, 2, 3].map(() => line({ net_amount: "0.13", tax_rate: "19" }));
    // 0.39 × 19 % = 0.0741, while three times 0.02 would be 0.06.
    expect(computedTotals(invoice(lines))).toEqual({ net: "0.39", taxed: { tax: "0.07", total: "0.46" } });
  });

  it("take 19 and 19.00 for the same rate", () => {
    const lines = [
      line({ net_amount: "0.13", tax_rate: "19" }),
      line({ net_amount: "0.26", tax_rate: "19.00" }),
    ];
    expect(computedTotals(invoice(lines))?.taxed?.tax).toBe("0.07");
  });

  it("change only the net amount while a rate is missing", () => {
    const totals = computedTotals(invoice([line({ net_amount: "10" })]));
    const data = invoice([], { net_amount: "1", tax_amount: "2", total_amount: "3" });
    expect(totals).toMatchObject({ taxed: null });
    expect(withComputedTotals(data, totals ?? expect.fail())).toMatchObject({
      net_amount: "10.00",
      tax_amount: "2",
      total_amount: "3",
    });
  });

  it("leave to pay what is not paid", () => {
    const totals = { net: "100.00", taxed: { tax: "21.00", total: "121.00" } };
    const data = invoice([], { paid_amount: "21", amount_due: "5" });
    expect(withComputedTotals(data, totals).amount_due).toBe("100.00");
    expect(withComputedTotals({ ...data, amount_due: null }, totals).amount_due).toBeNull();
  });

  it.each([null, "", "1e3"])("are none while a line's amount is %j", (net_amount) => {
    const whole = line({ net_amount: "10.00", tax_rate: "21" });
    expect(computedTotals(invoice([whole, line({ net_amount, tax_rate: "21" })]))).toBeNull();
    expect(computedTotals(invoice([line({ net_amount, tax_rate: "21" })]))).toBeNull();
  });

  const taxed = line({ net_amount: "100.00", tax_rate: "21" });

  it("take off the allowances of the document and add its charges, each at its rate", () => {
    const data = invoice([taxed], { allowances: [allowance("10", "21")], charges: [allowance("5", "10")] });
    expect(computedTotals(data)).toEqual({ net: "95.00", taxed: { tax: "19.40", total: "114.40" } });
  });

  it("add a taxed surcharge to the net amount, any other to the total", () => {
    const cassa = surcharge({ amount: "4", tax_rate: "22" });
    const stamp = surcharge({ amount: "2" });
    expect(computedTotals(invoice([taxed], { surcharges: [cassa, stamp] }))).toEqual({
      net: "104.00",
      taxed: { tax: "21.88", total: "127.88" },
    });
  });

  it("are none while an allowance or a taxed surcharge has no amount", () => {
    expect(computedTotals(invoice([taxed], { allowances: [allowance(null, "21")] }))).toBeNull();
    expect(computedTotals(invoice([taxed], { surcharges: [surcharge({ tax_rate: "22" })] }))).toBeNull();
    expect(computedTotals(invoice([taxed], { surcharges: [surcharge({})] }))?.taxed).toBeNull();
  });

  it("leave to pay what is neither withheld nor rounded away", () => {
    const withholding = { name: null, code: null, rate: null, base: null, amount: "15" };
    const data = invoice([taxed], { amount_due: "1", rounding_amount: "-0.50", withholdings: [withholding] });
    expect(withComputedTotals(data, computedTotals(data) ?? expect.fail()).amount_due).toBe("105.50");
  });

  it("bring the stated sums of lines, allowances and charges with them, and what is owed from before", () => {
    const data = invoice([taxed], {
      lines_total: "7",
      allowances: [allowance("10", "21")],
      allowances_total: "7",
      previous_balance: "50.00",
      amount_due: "7",
    });
    expect(withComputedTotals(data, computedTotals(data) ?? expect.fail())).toMatchObject({
      lines_total: "100.00",
      allowances_total: "10.00",
      charges_total: null,
      amount_due: "158.90",
    });
  });

  it("have the decimals of the currency, half up", () => {
    const yen = line({ net_amount: "1005", tax_rate: "10" });
    expect(computedTotals(invoice([yen], { currency: "JPY" }))).toEqual({
      net: "1005",
      taxed: { tax: "101", total: "1106" },
    });
  });

  it("are none without lines", () => {
    expect(computedTotals(invoice([]))).toBeNull();
  });
});

describe("the tax of the breakdown's rows", () => {
  const rows = (...taxes: (string | null)[]) =>
    taxes.map((tax_amount) => ({
      ...{ category: null, rate: null, taxable_amount: null, exemption_reason: null, exemption_code: null },
      tax_amount,
    }));
  const data = (taxes: (string | null)[], values: Partial<InvoiceData> = {}) =>
    invoice([], { net_amount: "1000", tax_amount: "126.00", tax_breakdown: rows(...taxes), ...values });

  it("is compared with the one that is stated", () => {
    expect(taxOfRows(data(["100", "20"]))).toEqual({ tax: "120.00", total: "1120.00", difference: "6.00" });
    expect(taxOfRows(data(["100.00", "26"]))).toBeNull();
  });

  it("is not known while a row has none", () => {
    expect(taxOfRows(data(["100", null]))).toBeNull();
    expect(taxOfRows(data([]))).toBeNull();
  });

  it("is taken with the total and what is to be paid", () => {
    const before = data(["100", "20"], { total_amount: "1126.00", paid_amount: "20", amount_due: "1106.00" });
    expect(withTaxOfRows(before, taxOfRows(before) ?? expect.fail())).toMatchObject({
      net_amount: "1000",
      tax_amount: "120.00",
      total_amount: "1120.00",
      amount_due: "1100.00",
    });
  });

  it("is taken without a total where there is no net amount", () => {
    const before = data(["100"], { net_amount: null, total_amount: "1126.00" });
    const after = withTaxOfRows(before, taxOfRows(before) ?? expect.fail());
    expect(after).toMatchObject({ tax_amount: "100.00", total_amount: "1126.00" });
  });
});
