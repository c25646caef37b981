import { describe, expect, it } from "vitest";
import type { Evidence, Finding, InvoiceData } from "@/lib/api/types";
import { fieldsToCheck, trustOf } from "./fields-to-check";

const evidence = (values: Partial<Evidence>): Evidence => ({
  page: 1,
  box: [0, 0, 1, 1],
  text: "x",
  confidence: 0.95,
  source: "tesseract",
  alternatives: [],
  ...values,
});

const finding = (values: Partial<Finding>): Finding => ({
  code: "other",
  level: "warning",
  message: "",
  pointers: [],
  scope: "values",
  params: null,
  ...values,
});

describe("trust", () => {
  it.each([
    ["x", evidence({}), "sure"],
    ["x", evidence({ confidence: 0.7 }), "likely"],
    ["x", evidence({ confidence: 0.3 }), "doubtful"],
    ["x", evidence({ page: null, box: null }), "unsupported"],
    ["x", evidence({ page: null, box: null, source: "xml", confidence: 1 }), "sure"],
    ["x", evidence({ source: "person", page: null }), "person"],
    [null, evidence({ confidence: 0.1 }), "none"],
    ["x", undefined, "none"],
  ] as const)("in %j is as its evidence says", (value, support, expected) => {
    expect(trustOf(value, support)).toBe(expected);
  });
});

describe("fields to check", () => {
  it("are the refused, the found wrong and the doubtful, in the order of the data", () => {
    const data = { invoice_number: "1", total_amount: "2", notes: "n", summary: "s" } as InvoiceData;
    const found = fieldsToCheck({
      data,
      evidence: { "/notes": evidence({ confidence: 0.2 }), "/summary": evidence({ confidence: 0.2 }) },
      findings: [
        finding({ code: "BR-CO-15", level: "error", pointers: ["/total_amount", "/lines/0/quantity"] }),
        finding({ code: "BR-07", level: "info", pointers: ["/seller/name"] }),
      ],
      refused: { "/invoice_number": "no" },
      problems: new Map(),
    });
    expect(found).toEqual(["/invoice_number", "/total_amount", "/notes", "/lines/0/quantity"]);
  });
});
