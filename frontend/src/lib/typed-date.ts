/**
 * Dates as a person types them or a page prints them, as ISO 8601. One grammar, held against the server's by the table
 * tests/shared_examples/typed_values.json. A day has no time zone: no local time is ever involved.
 */
import { folded } from "./folded";

/** Why a text is no date. */
export type DateReason = "not-a-date" | "incomplete" | "unknown-month" | "no-such-day" | "year";

type DateReading = { value: string } | { reason: DateReason };

type Order = "dmy" | "mdy" | "ymd";

const FIRST_YEAR = 1900;
const LAST_YEAR = 2099;
/** Two digits from here on are of the last century: as the reader of the pages has it. */
const CENTURY_TURNS = 70;

const orders = new Map<string, Order>();

function orderOf(locale: string): Order {
  const known = orders.get(locale);
  if (known) return known;
  const parts = new Intl.DateTimeFormat(locale, { timeZone: "UTC" })
    .formatToParts(Date.UTC(2026, 10, 22))
    .map(({ type }) => type);
  const first = parts.find((type) => type === "day" || type === "month" || type === "year");
  const order = first === "month" ? "mdy" : first === "year" ? "ymd" : "dmy";
  orders.set(locale, order);
  return order;
}

/** Whether the text is a day of the calendar as the API writes it: "2026-10-14". */
export function isDate(text: string): boolean {
  const parts = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/.exec(text);
  return parts !== null && isDay(Number(parts[1]), Number(parts[2]), Number(parts[3]));
}

function isDay(year: number, month: number, day: number): boolean {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
  return year >= 1 && days !== undefined && day >= 1 && day <= days;
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

/**
 * ISO 8601, or day, month and year in the locale's order (a number over 12 can only be the day, one of four digits only
 * the year), or with the month's name in one of many languages.
 */
export function readDate(typed: string, locale: string): DateReading {
  const text = typed
    .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/[\s\u2000-\u200a\u202f\u205f\u3000]+/g, " ")
    .replace(/[−‐‑–]/g, "-")
    .trim();
  return /\p{L}/u.test(text) ? fromWords(text, locale) : fromNumbers(text, orderOf(locale));
}

function fromNumbers(text: string, order: Order): DateReading {
  const compact = /^(?:(\d{2})(\d{2})(\d{4}|\d{2}))$/.exec(text);
  if (compact) return fromCompact(text, compact.slice(1), order);
  const parts = /^(\d+)(?: ?([-./]) ?| )(\d+)(?: ?([-./]) ?| )(\d+)\.?$/.exec(text);
  if (!parts) return { reason: /^\d+(?:[-./ ]+\d*){0,2}$/.test(text) ? "incomplete" : "not-a-date" };
  if (parts[2] !== parts[4]) return { reason: "not-a-date" };
  return fromThree([parts[1] ?? "", parts[3] ?? "", parts[5] ?? ""], order);
}

/** "20261014" begins with the year; as a day first it would end in a year that no invoice has. */
function fromCompact(text: string, parts: readonly string[], order: Order): DateReading {
  const year = Number(text.slice(0, 4));
  if (text.length === 8 && year >= FIRST_YEAR && year <= LAST_YEAR && Number(text.slice(4)) < FIRST_YEAR) {
    return dated(text.slice(0, 4), text.slice(4, 6), text.slice(6));
  }
  if (text.length === 8 && order === "ymd") return { reason: "year" };
  return fromThree(parts, order);
}

function fromThree([first = "", second = "", third = ""]: readonly string[], order: Order): DateReading {
  if (first.length > 2) return dated(first, second, third);
  if (order === "ymd" && third.length <= 2) return dated(first, second, third);
  const monthFirst = Number(second) > 12 || (order === "mdy" && Number(first) <= 12);
  return monthFirst ? dated(third, first, second) : dated(third, second, first);
}

/** Words in a written date that carry no meaning: "1 de marzo del 2026", "the 1st of March". */
const FILLING = new Set(["de", "del", "of", "the", "den", "der", "le", "el", "di", "do"]);
const ORDINAL = /(?<=\d)(?:st|nd|rd|th|er|º|ª|°)(?!\p{L})/giu;

function fromWords(text: string, locale: string): DateReading {
  const plain = text.replace(ORDINAL, "");
  const words = (plain.match(/\p{L}+/gu) ?? []).map(folded).filter((word) => !FILLING.has(word));
  const numbers = plain.match(/\d+/g) ?? [];
  if (/[^\p{L}\p{M}\d\s.,'/-]/u.test(plain) || words.length !== 1 || numbers.length > 2) {
    return { reason: "not-a-date" };
  }
  const month = monthNamed(words[0] ?? "", locale);
  if (month === null) return { reason: numbers.length === 0 ? "not-a-date" : "unknown-month" };
  const [first, second] = numbers;
  if (first === undefined || second === undefined) return { reason: "incomplete" };
  const monthLeads = plain.search(/\p{L}/u) < plain.search(/\d/);
  const yearLeads = first.length > 2 || (second.length <= 2 && !monthLeads && orderOf(locale) === "ymd");
  return yearLeads ? dated(first, String(month), second) : dated(second, String(month), first);
}

/** The languages whose months are understood. Croatian is none of them: its listopad is October, November in Polish. */
const LANGUAGES = [
  ...[
    "en",
    "es",
    "de",
    "fr",
    "it",
    "pt",
    "nl",
    "ca",
    "gl",
    "eu",
    "da",
    "nb",
    "sv",
    "fi",
    "is",
    "et",
    "lv",
    "lt",
  ],
  ...["pl", "cs", "sk", "sl", "hu", "ro", "tr", "id", "el", "bg", "ru", "uk"],
];
/** Beginnings of names are taken in the reader's language, then in these. */
const SHORTENED = LANGUAGES.slice(0, 7);
const SHORTEST_BEGINNING = 3;

const monthNames = new Map<string, readonly (readonly string[])[]>();

/** Every form of each month's name in a language, folded: alone and beside a day ("październik", "października"). */
function monthsOf(language: string): readonly (readonly string[])[] {
  const known = monthNames.get(language);
  if (known) return known;
  const formats = (["long", "short"] as const).flatMap((month) => [
    new Intl.DateTimeFormat(language, { month, timeZone: "UTC" }),
    new Intl.DateTimeFormat(language, { day: "numeric", month, year: "numeric", timeZone: "UTC" }),
  ]);
  const names = Array.from({ length: 12 }, (_, month) =>
    formats.flatMap((format) =>
      format
        .formatToParts(Date.UTC(2026, month, 1))
        .filter(({ type, value }) => type === "month" && /^\p{L}/u.test(value))
        .map(({ value }) => folded(value).replace(/[^\p{L}]/gu, "")),
    ),
  );
  monthNames.set(language, names);
  return names;
}

/** 1..12 for a month's name, or the beginning of one that no other month has; null for any other word. */
function monthNamed(word: string, locale: string): number | null {
  for (const language of [locale, ...LANGUAGES]) {
    const month = monthsOf(language).findIndex((names) => names.includes(word));
    if (month >= 0) return month + 1;
  }
  if (word.length < SHORTEST_BEGINNING) return null;
  for (const language of [locale, ...SHORTENED]) {
    const months = monthsOf(language).flatMap((names, month) =>
      names.some((name) => name.startsWith(word)) ? [month + 1] : [],
    );
    if (months.length > 0) return months.length === 1 ? (months[0] ?? null) : null;
  }
  return null;
}

function dated(year: string, month: string, day: string): DateReading {
  if (year.length !== 2 && year.length !== 4) return { reason: "year" };
  if (month.length > 2 || day.length > 2) return { reason: "not-a-date" };
  const century = Number(year) < CENTURY_TURNS ? 2000 : 1900;
  const full = year.length === 2 ? century + Number(year) : Number(year);
  if (full < FIRST_YEAR || full > LAST_YEAR) return { reason: "year" };
  if (!isDay(full, Number(month), Number(day))) return { reason: "no-such-day" };
  return { value: `${full}-${month.padStart(2, "0")}-${day.padStart(2, "0")}` };
}
