import { describe, expect, it } from "vitest";
import { groupedIban, ibanOf } from "./iban";

describe("an account number", () => {
  it.each([
    ["ES9121000418450200051332", "ES91 2100 0418 4502 0005 1332"],
    ["NO9386011117947", "NO93 8601 1117 947"],
    ["GB33BUKB20201555555555", "GB33 BUKB 2020 1555 5555 55"],
    ["ES91", "ES91"],
  ])("%s is shown as %s, and read back as it was", (iban, grouped) => {
    expect(groupedIban(iban)).toBe(grouped);
    expect(ibanOf(grouped)).toBe(iban);
  });

  it("is kept without blanks, in capitals", () => {
    expect(ibanOf(" es91-2100\u00a00418 4502 ")).toBe("ES91210004184502");
  });

  it.each(["0170099220000067797370", "see below", "E", "", "ES"])("is left as it stands: %j", (text) => {
    expect(ibanOf(text)).toBe(text);
    expect(groupedIban(text)).toBe(text);
  });
});
