import { describe, expect, it } from "vitest";
import type { Line } from "@/lib/api/types";
import { EMPTY_LINE } from "../line-totals";
import type { LineColumn } from "./headings";
import { notationIn, withPasted } from "./pasted-lines";

const SHOWN: readonly LineColumn[] = ["description", "quantity", "unit_price", "net_amount"];
const line = (values: Partial<Line>): Line => ({ ...EMPTY_LINE, ...values });
const POINT = { decimal: ".", lakh: false } as const;
const COMMA = { decimal: ",", lakh: false } as const;

describe("a pasted table", () => {
  it("lands from the focused cell on, over lines that are there and in new ones", () => {
    const before = [line({ description: "A", tax_rate: "21" }), line({ description: "B", tax_rate: "21" })];
    const pasted = withPasted(
      before,
      [
        ["2", "9.90"],
        ["3", "1,000.00"],
      ],
      { row: 1, column: "quantity" },
      SHOWN,
      { locale: "en-GB" },
    );
    expect(
      pasted.lines.map(({ description, quantity, unit_price, net_amount, tax_rate }) => [
        description,
        quantity,
        unit_price,
        net_amount,
        tax_rate,
      ]),
    ).toEqual([
      ["A", null, null, null, "21"],
      ["B", "2", "9.90", "19.80", "21"],
      [null, "3", "1000.00", "3000.00", "21"],
    ]);
    expect(pasted).toMatchObject({ rows: 2, added: 1, ignored: 0, columns: ["quantity", "unit_price"] });
  });

  it("goes to the columns that its first row names, wherever the focus is", () => {
    const pasted = withPasted(
      [],
      [
        ["Importe", "Color", "Concepto", "IVA"],
        ["1.234,50 €", "rojo", "Papel", "21 %"],
      ],
      { row: 0, column: "net_amount" },
      SHOWN,
      { locale: "es-ES" },
    );
    expect(pasted.lines).toEqual([line({ net_amount: "1234.50", description: "Papel", tax_rate: "21" })]);
    expect(pasted).toMatchObject({ rows: 1, added: 1, ignored: 1 });
  });

  it("keeps the amount that it states, and the text of what is no number", () => {
    const cells = [["Ink", "2", "ten", "18.00"]];
    const { lines } = withPasted([], cells, { row: 0, column: "description" }, SHOWN, { locale: "en-GB" });
    expect(lines[0]).toMatchObject({ quantity: "2", unit_price: "ten", net_amount: "18.00" });
    const stated = withPasted([], [["Ink", "2", "10", "18"]], { row: 0, column: "description" }, SHOWN, {
      locale: "en",
    });
    expect(stated.lines[0]).toMatchObject({ net_amount: "18" });
  });

  it("empties cells where its own are empty, and drops what is beyond the last column", () => {
    const before = [line({ unit_price: "5", net_amount: "5" })];
    const pasted = withPasted(before, [["", "7", "8"]], { row: 0, column: "unit_price" }, SHOWN, {
      locale: "en-GB",
    });
    expect(pasted.lines[0]).toMatchObject({ unit_price: null, net_amount: "7" });
    expect(pasted.ignored).toBe(1);
  });

  it("parts codes at commas", () => {
    const cells = [["OP 1; OP 2, OP 1"]];
    const at = { row: 0, column: "operation_codes" } as const;
    const { lines } = withPasted([], cells, at, [...SHOWN, "operation_codes"], { locale: "en-GB" });
    expect(lines[0]?.operation_codes).toEqual(["OP 1", "OP 2"]);
  });

  it("reads its figures as they are written when some can be read in one way only", () => {
    const cells = [
      ["1.234", "12,50"],
      ["2", "3,00"],
    ];
    const { lines } = withPasted([], cells, { row: 0, column: "quantity" }, SHOWN, { locale: "en-GB" });
    expect(lines.map(({ quantity, unit_price }) => [quantity, unit_price])).toEqual([
      ["1234", "12.50"],
      ["2", "3.00"],
    ]);
  });
});

describe("the notation of figures", () => {
  it.each([
    [["1.234", "12,50"], COMMA],
    [["1,234", "12.50"], POINT],
    [["1.234.567"], COMMA],
    [["1.234,5 €"], COMMA],
  ])("of %j can be seen", (figures, notation) => {
    expect(notationIn(figures, POINT)).toEqual(notation);
    expect(notationIn(figures, COMMA)).toEqual(notation);
  });

  it.each([[["1.234", "7"]], [["12,50", "12.50"]], [[]]])("of %j is the reader's", (figures) => {
    expect(notationIn(figures, POINT)).toEqual(POINT);
    expect(notationIn(figures, COMMA)).toEqual(COMMA);
  });
});
