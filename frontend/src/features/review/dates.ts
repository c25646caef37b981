/** Dates as a person types them or a page prints them, as ISO 8601. */
import { isDate } from "./fields";

type Order = "dmy" | "mdy" | "ymd";

function orderOf(locale: string): Order {
  const parts = new Intl.DateTimeFormat(locale).formatToParts(new Date(2026, 10, 22)).map(({ type }) => type);
  const first = parts.find((type) => type === "day" || type === "month" || type === "year");
  return first === "month" ? "mdy" : first === "year" ? "ymd" : "dmy";
}

/** The locale's own short form, with four digits of the year: what a person edits. */
export function typedDate(iso: string, locale: string): string {
  if (!isDate(iso)) return iso;
  return new Intl.DateTimeFormat(locale, {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    timeZone: "UTC",
  }).format(new Date(`${iso}T00:00:00Z`));
}

/** ISO, or numbers in the locale's order, or a month by name. Null for anything else. */
export function parseDate(text: string, locale: string): string | null {
  const trimmed = text.trim();
  const iso = /^(\d{4})[-./](\d{1,2})[-./](\d{1,2})$/.exec(trimmed);
  if (iso) return dated(iso[1], iso[2], iso[3]);
  const numbers = /^(\d{1,2})[-./\s]+(\d{1,2})[-./\s]+(\d{4}|\d{2})$/.exec(trimmed);
  if (numbers) return fromNumbers(numbers[1] ?? "", numbers[2] ?? "", numbers[3] ?? "", orderOf(locale));
  const compact = /^(\d{2})(\d{2})(\d{4}|\d{2})$/.exec(trimmed);
  if (compact) return fromNumbers(compact[1] ?? "", compact[2] ?? "", compact[3] ?? "", orderOf(locale));
  return fromWords(trimmed, locale);
}

/** A number over 12 can only be the day, whatever the locale's order. */
function fromNumbers(first: string, second: string, year: string, order: Order): string | null {
  const monthFirst = Number(second) > 12 || (order === "mdy" && Number(first) <= 12);
  return monthFirst ? dated(year, first, second) : dated(year, second, first);
}

function fromWords(text: string, locale: string): string | null {
  const word = /\p{L}{3,}/u.exec(text)?.[0].toLowerCase();
  const numbers = text.match(/\d+/g) ?? [];
  const year = numbers.find((number) => number.length === 4);
  const day = numbers.find((number) => number.length <= 2);
  const month = word ? monthNamed(word, locale) : null;
  return month === null ? null : dated(year, String(month), day);
}

const LANGUAGES = ["en", "es", "de", "fr", "it", "pt", "nl"];

/** 1..12 for a month's name or its first three letters or more, in the languages of our documents. */
function monthNamed(word: string, locale: string): number | null {
  for (const language of [locale, ...LANGUAGES]) {
    const format = new Intl.DateTimeFormat(language, { month: "long", timeZone: "UTC" });
    for (let month = 0; month < 12; month += 1) {
      const name = format.format(new Date(Date.UTC(2026, month, 1))).toLowerCase();
      if (name.startsWith(word) || (name.length >= 3 && word.startsWith(name))) return month + 1;
    }
  }
  return null;
}

function dated(year: string | undefined, month: string | undefined, day: string | undefined): string | null {
  if (!year || !month || !day) return null;
  const full = year.length === 2 ? `20${year}` : year;
  const iso = `${full}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  return isDate(iso) ? iso : null;
}
