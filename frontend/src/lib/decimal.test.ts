import { describe, expect, it } from "vitest";
import { amount, decimal, parseNumber, sameNumber, sum } from "./decimal";

describe("parseNumber", () => {
  it.each([
    ["1,234.56", ".", "1234.56"],
    ["1.234,56", ".", "1234.56"],
    ["1.234", ".", "1.234"],
    ["1.234", ",", "1234"],
    ["1,234", ".", "1234"],
    ["1,234", ",", "1.234"],
    ["12,5", ".", "12.5"],
    ["3 038,14", ".", "3038.14"],
    ["1’234.50", ",", "1234.50"],
    ["1.234.567", ",", "1234567"],
    ["€ 99,00", ",", "99.00"],
    ["-5", ".", "-5"],
    ["(5.00)", ".", "-5.00"],
    ["5,00-", ",", "-5.00"],
    ["0,00", ",", "0.00"],
    ["-0", ".", "0"],
    ["007", ".", "7"],
    [".5", ".", "0.5"],
  ] as const)("reads %s where %s is the decimal separator as %s", (text, separator, expected) => {
    expect(parseNumber(text, separator)).toBe(expected);
  });

  it.each(["", "abc", "1.2.3,4,5", "-"])("refuses %j", (text) => {
    expect(parseNumber(text, ".")).toBeNull();
  });
});

describe("decimals", () => {
  it("add exactly", () => {
    expect(sum(["0.1", "0.2", null, "x"]).toString()).toBe("0.3");
  });

  it("round half up", () => {
    expect(amount(decimal("1.005") ?? sum([]))).toBe("1.01");
  });

  it("are the same number however they are written", () => {
    expect(sameNumber("1.50", "1.5")).toBe(true);
    expect(sameNumber(null, "0")).toBe(false);
    expect(sameNumber(null, "")).toBe(true);
  });
});
