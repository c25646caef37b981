import { expect, it } from "vitest";
import type { Finding, InvoiceData } from "@/lib/api/types";
import { EMPTY_DATA } from "./empty-data";
import { accountField, nameOf, standingOf } from "./facts";

const IBAN = "/payment/iban";
const paid = (iban: string | null): InvoiceData => ({
  ...EMPTY_DATA,
  payment: { ...EMPTY_DATA.payment, iban, account: "123" },
});
const about = (code: Finding["code"]) => [{ code, pointers: [IBAN] } as unknown as Finding];

it("an account is called what the checks say of it, until it is changed", () => {
  const data = paid("ES91");
  expect(standingOf(about("account-changed"), IBAN, data, data)).toBe("changed");
  expect(standingOf(about("account-first-time"), IBAN, data, data)).toBe("new");
  expect(standingOf([], IBAN, data, data)).toBe("known");
  expect(standingOf([], IBAN, paid("ES92"), data)).toBeNull();
  expect(standingOf([], IBAN, paid(null), paid(null))).toBeNull();
});

it("the account is the IBAN, or where there is none the number", () => {
  expect(accountField(paid("ES91"))).toBe(IBAN);
  expect(accountField(paid(null))).toBe("/payment/account");
});

it("an invoice is named by seller and number, as far as they are known", () => {
  const seller = { ...EMPTY_DATA.seller, name: "Acme" };
  expect(nameOf({ ...EMPTY_DATA, seller, invoice_number: "7" })).toBe("Acme · 7");
  expect(nameOf({ ...EMPTY_DATA, seller })).toBe("Acme");
  expect(nameOf(EMPTY_DATA)).toBeNull();
});
