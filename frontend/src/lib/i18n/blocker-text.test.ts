import { describe, expect, it } from "vitest";
import type { Blocker, BlockerParams, Finding } from "@/lib/api/types";
import { blockerText } from "./blocker-text";
import { en } from "./en";
import { es } from "./es";
import { formatsFor } from "./formats";

const PARAMS: { [Code in Exclude<keyof BlockerParams, "other">]: BlockerParams[Code] } = {
  "chosen-for-review": {},
  "read-again": {},
  "seller-switched-off": {},
  "company-switched-off": {},
  "seller-unknown": {},
  "seller-known-by-name": {},
  "company-unknown": {},
  "too-few-confirmed": { confirmed: 3, needed: 5 },
  "value-missing": { field: "/issue_date" },
  "value-unsure": { field: "/seller/name", confidence: "71", least: "90" },
  "finding-open": { finding: "no-date", level: "error" },
  "possible-duplicate": {},
  "account-unknown": { account: "DE50701500000084719263" },
  "account-missing": {},
  "amount-unusual": { total: "900.5", least: "50", most: "200", currency: "EUR" },
  "amount-not-compared": { invoices: 2, needed: 5 },
};
const NO_FINDINGS: readonly Finding[] = [];

const blocker = (code: Blocker["code"], params: object): Blocker => ({
  code,
  message: "As the server says it.",
  pointers: [],
  params: params as Blocker["params"],
});
const inEnglish = (one: Blocker) => blockerText(one, NO_FINDINGS, en, formatsFor("en-GB"));
const inSpanish = (one: Blocker) => blockerText(one, NO_FINDINGS, es, formatsFor("es-ES"));
const figures = (text: string) => (text.match(/\d/g) ?? []).sort().join("");

describe("why an invoice was not confirmed automatically", () => {
  it.each(Object.entries(PARAMS))(
    "%s has a sentence of its own in both languages, with its figures",
    (code, params) => {
      const one = blocker(code as Blocker["code"], params);
      const [english, spanish] = [inEnglish(one), inSpanish(one)];
      expect(english).not.toBe(one.message);
      expect(spanish).not.toBe(english);
      expect(english + spanish).not.toMatch(/undefined|NaN|\[object/);
      expect(figures(spanish)).toBe(figures(english));
    },
  );

  it("is written as the reader writes", () => {
    expect(inEnglish(blocker("value-unsure", PARAMS["value-unsure"]))).toBe(
      "Seller, Name is 71 % sure, less than 90 %.",
    );
    expect(inSpanish(blocker("amount-unusual", PARAMS["amount-unusual"]))).toContain("900,50 EUR");
  });

  it("is the server's own sentence for a code of another version", () => {
    expect(inEnglish(blocker("other", {}))).toBe("As the server says it.");
  });
});
