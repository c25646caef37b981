/** Words picked from the page as the value of a field. */
import { ibanOf } from "@/lib/iban";
import { kindOf } from "@/lib/invoices/fields";
import { readNumber } from "@/lib/typed-number";
import { readDate } from "@/lib/typed-date";
import { isRate } from "./fields";

const SYMBOLS: Record<string, string> = { "€": "EUR", $: "USD", "£": "GBP", "¥": "JPY" };

/**
 * The value, or the words themselves where they are no value of the field's kind: the field then shows the problem.
 * `present` is what the field holds: a code is added to those already there.
 */
export function pickedValue(pointer: string, words: string, present: unknown, locale: string): unknown {
  switch (kindOf(pointer)) {
    case "number":
      return printedNumber(words, isRate(pointer)) ?? words;
    case "date": {
      const reading = readDate(words, locale);
      return "value" in reading ? reading.value : words;
    }
    case "codes": {
      const codes = Array.isArray(present) ? (present as string[]) : [];
      return [...new Set([...codes, words])];
    }
    case "currency":
      return SYMBOLS[words.trim()] ?? words.trim().toUpperCase();
    case "country":
      return words.trim().toUpperCase();
    case "iban":
      return ibanOf(words);
    case "type":
      return present;
    case "text":
    case "long":
      return words;
  }
}

/**
 * A printed number. The document's notation is unknown, but amounts have two decimals far more often than three:
 * a single separator before exactly three digits groups.
 */
function printedNumber(words: string, percent: boolean): string | null {
  const groups = /[.,]\d{3}$/.test(words.replace(/[^\d.,]/g, ""));
  const separator = /[.,](?=\d*$)/.exec(words.replace(/[^\d.,]/g, ""))?.[0];
  const decimal = separator === "," ? "," : ".";
  const notation = { decimal: groups ? (decimal === "," ? "." : ",") : decimal, lakh: true } as const;
  const reading = readNumber(words, notation, { percent });
  return "value" in reading ? reading.value : null;
}
