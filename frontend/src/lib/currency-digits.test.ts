import { expect, it } from "vitest";
import { currencyDigits } from "./currency-digits";

it.each([
  ["EUR", 2],
  ["JPY", 0],
  ["KWD", 3],
  ["eur", 2],
  ["E", 2],
  [null, 2],
])("amounts in %s have %i decimals", (currency, digits) => {
  expect(currencyDigits(currency)).toBe(digits);
});
