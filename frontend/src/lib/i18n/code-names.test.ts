import { expect, it } from "vitest";
import { codeNames, namedCode, nameOfCode } from "./code-names";
import { en } from "./en";
import { es } from "./es";

it.each([
  ["/lines/3/unit", "HUR", "hora", "hora (HUR)"],
  ["/lines/3/price_base_unit", "C62", "unidad", "unidad (C62)"],
  ["/tax_breakdown/0/category", "AE", "Inv. suj. pasivo", "Inv. suj. pasivo (AE)"],
  ["/lines/0/tax_category", "S", "Gravado", "Gravado (S)"],
  ["/payment/means", "58", "Transferencia SEPA", "Transferencia SEPA (58)"],
  ["/lines/0/unit", "sacos", "sacos", "sacos"],
  ["/lines/0/unit", "constructor", "constructor", "constructor"],
])("a code has a name: %s %s", (pointer, code, name, both) => {
  const names = codeNames(pointer, es) ?? {};
  expect([nameOfCode(names, code), namedCode(names, code)]).toEqual([name, both]);
});

it.each(["/lines/0/booking/category", "booking/category", "/lines/0/unit_price", "/invoice_number"])(
  "a field of another kind holds no such code: %s",
  (pointer) => expect(codeNames(pointer, en)).toBeNull(),
);
