import { describe, expect, it } from "vitest";
import { kindOf } from "@/lib/invoices/fields";
import { TYPED, WIRE } from "@/lib/typed-values.examples";
import { byPlace, fieldFor, problemOf } from "./fields";

describe("the field of a finding about an account", () => {
  it.each([
    ["/payment/accounts/0/iban", "/payment/iban"],
    ["/payment/accounts/0/name", "/payment/iban"],
    ["/payment/accounts/1/iban", "/payment/accounts/1/iban"],
    ["/payment/accounts/1", "/payment/accounts/1/iban"],
  ])("%s is %s", (pointer, field) => {
    expect(fieldFor(pointer)).toBe(field);
  });

  it("stands behind the fields of the payment, row by row", () => {
    const fields = ["/notes", "/payment/accounts/2/iban", "/payment/accounts/1/bic", "/payment_terms"];
    expect(fields.toSorted(byPlace)).toEqual(fields.toReversed());
  });
});

describe("a value", () => {
  it.each([
    ["/total_amount", "12.50"],
    ["/total_amount", "-0.00000001"],
    ["/issue_date", "2024-02-29"],
    ["/currency", "eur"],
    ["/seller/country", "AR"],
    ["/seller/name", null],
    ["/lines/3/quantity", "1"],
    ["/lines/0/operation_codes/0", "443485"],
  ])("%s may be %s", (pointer, value) => {
    expect(problemOf(pointer, value, "en-GB")).toBeNull();
  });

  it.each([
    ["/total_amount", "12,50", "notNumber"],
    ["/total_amount", "1234567890123", "notNumber"],
    ["/lines/0/unit_price", "1e5", "notNumber"],
    ["/issue_date", "2023-02-29", "notDate"],
    ["/due_date", "tomorrow", "notDate"],
    ["/currency", "EURO", "notCode"],
    ["/buyer/country", "ESP", "notCode"],
    ["/invoice_number", "x".repeat(201), "tooLong"],
    ["/operation_codes/0", "x".repeat(101), "tooLong"],
  ])("%s may not be %s", (pointer, value, why) => {
    expect(problemOf(pointer, value, "en-GB")).toMatchObject({ why });
  });

  it.each(TYPED.filter(({ reason }) => reason !== null))(
    "typed as $typed by a reader of $locale is marked: $reason",
    ({ kind, locale, typed, reason }) => {
      const pointer = { number: "/total_amount", rate: "/lines/0/tax_rate", date: "/issue_date" }[kind];
      expect(problemOf(pointer, typed, locale)).toMatchObject({ reason });
    },
  );

  it.each(WIRE.filter(({ sent }) => typeof sent === "string"))(
    "sent as $sent ($kind) is taken or refused as the server does",
    ({ kind, sent, refused = false }) => {
      const pointer = kind === "number" ? "/total_amount" : "/issue_date";
      expect(problemOf(pointer, sent, "en-GB") !== null).toBe(refused);
    },
  );

  it("has the kind of its name wherever it stands", () => {
    expect(kindOf("/net_amount")).toBe("number");
    expect(kindOf("/lines/7/net_amount")).toBe("number");
    expect(kindOf("/seller/name")).toBe("text");
  });
});
