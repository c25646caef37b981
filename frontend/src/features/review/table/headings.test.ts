import { describe, expect, it } from "vitest";
import { headingsOf } from "./headings";

describe("the first row of a pasted table", () => {
  it.each([
    [
      ["Description", "Qty", "Unit price (EUR)", "VAT %", "Amount EUR"],
      ["description", "quantity", "unit_price", "tax_rate", "net_amount"],
    ],
    [
      ["Descripción", "Cant.", "Precio unitario", "IVA", "Importe"],
      ["description", "quantity", "unit_price", "tax_rate", "net_amount"],
    ],
    [
      ["Menge", "Bezeichnung", "Colour", "Betrag"],
      ["quantity", "description", null, "net_amount"],
    ],
    [
      ["", "Item", "Net"],
      [null, "description", "net_amount"],
    ],
    [
      ["Concepto", "Cuenta contable", "Centro de coste", "Importe"],
      ["description", "booking/account", "booking/cost_center", "net_amount"],
    ],
    [["Price"], ["unit_price"]],
    [
      ["Item", "Total", "Total"],
      ["description", "net_amount", null],
    ],
  ])("%j names columns", (row, columns) => {
    expect(headingsOf(row)).toEqual(columns);
  });

  it.each([
    [["Paper", "2", "9.90"]],
    [["Item", "2", "9.90"]],
    [["Item", "Colour", "Size", "Weight"]],
    [["Paper"]],
    [["", ""]],
    [[]],
  ])("%j does not", (row) => {
    expect(headingsOf(row)).toBeNull();
  });
});
