import { describe, expect, it } from "vitest";
import { amount, decimal, sum } from "./decimal";

describe("decimals", () => {
  it("add exactly", () => {
    expect(sum(["0.1", "0.2", null, "x"]).toString()).toBe("0.3");
  });

  it("round half up", () => {
    expect(amount(decimal("1.005") ?? sum([]))).toBe("1.01");
  });

  it.each(["1e3", " 12 ", "1,5", "٣", ""])("are not %j", (text) => {
    expect(decimal(text)).toBeNull();
  });
});
