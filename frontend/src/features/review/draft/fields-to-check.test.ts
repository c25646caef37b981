import { describe, expect, it } from "vitest";
import type { Evidence, Finding, InvoiceData } from "@/lib/api/types";
import { EMPTY_DATA } from "../empty-data";
import { EMPTY_LINE } from "../line-totals";
import { reviewOf } from "../review-store.examples";
import { acceptedAt, fieldsToCheck, nextToCheck, placeOf, trustOf } from "./fields-to-check";

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

const DATA: InvoiceData = {
  ...EMPTY_DATA,
  invoice_number: "1",
  total_amount: "2.00",
  notes: "n",
  summary: "s",
  operation_codes: ["OP 1"],
  lines: [{ ...EMPTY_LINE, quantity: "1" }],
};

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
  const wrongTotal = finding({
    code: "BR-CO-15",
    level: "error",
    message: "Net and tax make 3.00, not 2.00.",
    pointers: ["/total_amount", "/net_amount"],
  });
  const open = () =>
    reviewOf({
      data: DATA,
      evidence: {
        "/notes": evidence({ confidence: 0.2 }),
        "/summary": evidence({ confidence: 0.2, page: null }),
        "/operation_codes/0": evidence({ confidence: 0.3 }),
        "/seller/name": evidence({ confidence: 0.7 }),
      },
      findings: [
        finding({
          code: "line-amount",
          message: "Line 1.",
          pointers: ["/lines/0/quantity", "/lines/0/net_amount"],
        }),
        wrongTotal,
        finding({ code: "BR-07", level: "info", pointers: ["/seller/name"] }),
        finding({ code: "file-damaged", message: "Damaged." }),
      ],
    });

  it("are the refused, the found wrong and the doubtful, each finding once, from top to bottom", () => {
    const store = open();
    store.dispatch({ type: "refused", messages: { "/invoice_number": "no" } });
    expect(fieldsToCheck(store.get())).toEqual([
      "/invoice_number",
      "/operation_codes",
      "/total_amount",
      "/lines/0/quantity",
      "/notes",
    ]);
  });

  it("are no longer those that were accepted or typed anew", () => {
    const { accept, dispatch, get } = open();
    accept(acceptedAt(get(), "/total_amount"));
    accept(acceptedAt(get(), "/operation_codes"));
    dispatch({ type: "typed", pointer: "/notes", value: "another" });
    expect(fieldsToCheck(get())).toEqual(["/lines/0/quantity"]);
  });

  it("are those again whose finding says something else than what was accepted", () => {
    const { accept, learn, get } = open();
    accept(acceptedAt(get(), "/total_amount"));
    learn({ ...get().known, findings: [{ ...wrongTotal, message: "Net and tax make 3.00, not 9.00." }] });
    expect(fieldsToCheck(get())).toContain("/total_amount");
  });
});

describe("the next field to check", () => {
  const fields = ["/invoice_number", "/total_amount", "/lines/2/net_amount", "/notes"];
  it.each([
    [null, 1, "/invoice_number"],
    [null, -1, "/notes"],
    ["/invoice_number", 1, "/total_amount"],
    ["/issue_date", 1, "/total_amount"],
    ["/lines/1/net_amount", 1, "/lines/2/net_amount"],
    ["/lines/10/net_amount", 1, "/notes"],
    ["/notes", 1, "/invoice_number"],
    ["/notes", -1, "/lines/2/net_amount"],
  ] as const)("from %s, step %i, is %s", (from, step, expected) => {
    expect(nextToCheck(fields, from, step)).toBe(expected);
  });

  it("is none when only this one is left", () => {
    expect(nextToCheck(["/notes"], "/notes")).toBeNull();
    expect(nextToCheck([], "/notes")).toBeNull();
  });
});

describe("the place of a finding", () => {
  it.each([
    [["/lines/3/quantity"], "/lines/3/quantity"],
    [["/lines/3/period/start"], "/lines/3/net_amount"],
    [["/lines/3"], "/lines/3/net_amount"],
    [["/tax_breakdown/0/exemption_reason"], "/tax_breakdown/0/taxable_amount"],
    [["/operation_codes/4"], "/operation_codes"],
    [["/seller/postal_address/city", "/seller/address"], "/seller/address"],
    [["/period/start"], null],
    [[], null],
  ])("%j is %s", (pointers, expected) => {
    expect(placeOf({ pointers })).toBe(expected);
  });
});
