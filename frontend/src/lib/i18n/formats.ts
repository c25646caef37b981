/** Dates, amounts and sizes as the reader's language writes them. */
import { isDate } from "@/lib/typed-date";

/** Each language by its own name. */
export const LANGUAGES = { en: "English", es: "Español" } as const;
export type Language = keyof typeof LANGUAGES;

export interface Formats {
  locale: string;
  decimalSeparator: "." | ",";
  /** An ISO date, "2026-11-22", without any time zone; any other text as it stands. */
  date: (iso: string | null | undefined) => string;
  dateTime: (iso: string | null | undefined) => string;
  /** "3 minutes ago" */
  ago: (iso: string, now?: Date) => string;
  /** An ISO date without its year, for an axis. */
  day: (iso: string) => string;
  month: (iso: string) => string;
  /** A decimal string with its currency code; every digit is kept. */
  money: (value: string | null | undefined, currency: string | null | undefined) => string;
  /** A decimal string, grouped; every digit is kept, at least `digits` after the separator. */
  number: (value: string | number | null | undefined, digits?: number) => string;
  /** From a million on in its words, "12.5M", for an axis of round numbers. */
  rounded: (value: number) => string;
  percent: (fraction: number) => string;
  /** Below ten seconds with a tenth: "0.4 s", "8 s". */
  seconds: (value: number) => string;
  size: (bytes: number) => string;
  /** "a, b or c" */
  either: (items: readonly string[]) => string;
}

/** The browser's own regional flavour of the language, if it has one: Spanish of Argentina stays so. */
export function localeOf(language: Language, preferred: readonly string[]): string {
  const match = preferred.find((tag) => tag.toLowerCase().startsWith(`${language}-`));
  return match ?? (language === "es" ? "es-ES" : "en-GB");
}

export function formatsFor(locale: string): Formats {
  const made = new Map<string, Intl.NumberFormat>();
  /** Making one takes longer than a hundred uses of it. */
  const number = (options: Intl.NumberFormatOptions): Intl.NumberFormat => {
    const key = JSON.stringify(options);
    const format = made.get(key) ?? new Intl.NumberFormat(locale, options);
    made.set(key, format);
    return format;
  };
  const dates = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" });
  const dateTimes = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
  const days = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", timeZone: "UTC" });
  const months = new Intl.DateTimeFormat(locale, { month: "short", year: "numeric", timeZone: "UTC" });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto", style: "short" });
  const alternatives = new Intl.ListFormat(locale, { type: "disjunction" });
  const percents = number({ style: "percent", maximumFractionDigits: 0 });
  const compact = number({ notation: "compact", maximumFractionDigits: 1 });
  const parts = number({ useGrouping: true }).formatToParts(1.5);
  const decimalSeparator = parts.find((part) => part.type === "decimal")?.value === "," ? "," : ".";

  const plain = (value: string | number | null | undefined, digits = 0): string => {
    const text = value === null || value === undefined ? "" : String(value).trim();
    // Not a number (yet): shown as it stands, never as "NaN".
    if (!/^-?\d+(\.\d+)?$/.test(text)) return text;
    return number({
      useGrouping: "always",
      minimumFractionDigits: digits,
      maximumFractionDigits: 8,
    }).format(text as Intl.StringNumericLiteral);
  };

  return {
    locale,
    decimalSeparator,
    date: (iso) => (iso && isDate(iso) ? dates.format(new Date(`${iso}T00:00:00Z`)) : (iso ?? "")),
    dateTime: (iso) => formatWith(dateTimes, iso),
    ago: (iso, now = new Date()) => relativeTo(relative, new Date(iso), now),
    day: (iso) => formatWith(days, `${iso}T00:00:00Z`),
    month: (iso) => formatWith(months, `${iso}-01T00:00:00Z`),
    money: (value, currency) => {
      const text = plain(value, 2);
      return text && currency ? `${text} ${currency}` : text;
    },
    number: plain,
    rounded: (value) => (Math.abs(value) < 1e6 ? plain(value) : compact.format(value)),
    percent: (fraction) => percents.format(fraction),
    seconds: (value) => `${number({ maximumFractionDigits: value < 10 ? 1 : 0 }).format(value)} s`,
    size: (bytes) => sizeOf(bytes, number),
    either: (items) => alternatives.format(items),
  };
}

function formatWith(format: Intl.DateTimeFormat, iso: string | null | undefined): string {
  // What is no timestamp of the API stands as it is: Date would make a day of "14-Oct-26", in the browser's time zone.
  if (!iso || !/^\d{4}-\d{2}-\d{2}T/.test(iso)) return iso ?? "";
  const moment = new Date(iso);
  return Number.isNaN(moment.getTime()) ? iso : format.format(moment);
}

const STEPS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

function relativeTo(format: Intl.RelativeTimeFormat, moment: Date, now: Date): string {
  const seconds = Math.min(0, Math.round((moment.getTime() - now.getTime()) / 1000));
  const [unit, length] = STEPS.find(([, length]) => Math.abs(seconds) >= length) ?? (["second", 1] as const);
  return format.format(Math.trunc(seconds / length), unit);
}

function sizeOf(bytes: number, number: (options: Intl.NumberFormatOptions) => Intl.NumberFormat): string {
  const [unit, scale] =
    bytes >= 1e6
      ? (["megabyte", 1e6] as const)
      : bytes >= 1e3
        ? (["kilobyte", 1e3] as const)
        : (["byte", 1] as const);
  return number({ style: "unit", unit, maximumFractionDigits: bytes >= 1e6 ? 1 : 0 }).format(bytes / scale);
}
