import { describe, expect, it } from "vitest";
import type { LeftOutInvoice, LeftOutParams } from "@/lib/api/types";
import { en } from "./en";
import { es } from "./es";
import { formatsFor } from "./formats";
import { leftOutText } from "./left-out-text";

const PARAMS: { [Code in Exclude<keyof LeftOutParams, "other">]: LeftOutParams[Code] } = {
  "value-missing": { field: "/issue_date" },
  "day-out-of-range": { field: "/due_date", day: "0206-03-05", first: 2000, last: 2099 },
  "fiscal-year-out-of-range": { day: "1999-07-01", first: 2000, last: 2099 },
  "other-currency": { needed: "EUR" },
  "total-too-large": {},
  "lines-incomplete": {},
  "lines-not-total": {},
  "account-missing": {},
  "account-invalid": { account: "12345", digits: 4 },
  "tax-key-invalid": { tax_key: "V19" },
  "letter-unknown": {},
  "number-invalid": {},
  "cuit-invalid": {},
  "tax-base-missing": {},
  "tax-rate-unknown": {},
  "parts-not-total": { parts: "1530.00", total: "1531.00", currency: "ARS" },
};

const reason = (code: LeftOutInvoice["code"], params: object) => ({
  code,
  reason: "As the server says it.",
  params: params as LeftOutInvoice["params"],
});
const figures = (text: string) => (text.match(/\d/g) ?? []).sort().join("");

describe("why an export left an invoice out", () => {
  it.each(Object.entries(PARAMS))("%s is said in both languages, with its figures", (code, params) => {
    const one = reason(code as LeftOutInvoice["code"], params);
    const english = leftOutText(one, en, formatsFor("en-GB"));
    const spanish = leftOutText(one, es, formatsFor("es-ES"));
    expect(english).not.toBe(one.reason);
    expect(spanish).not.toBe(english);
    expect(english + spanish).not.toMatch(/undefined|NaN|\[object/);
    expect(figures(spanish)).toBe(figures(english));
  });

  it("is the server's own sentence for a code of another version", () => {
    expect(leftOutText(reason("other", {}), en, formatsFor("en-GB"))).toBe("As the server says it.");
  });
});
