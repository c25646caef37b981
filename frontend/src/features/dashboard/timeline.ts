/** Days in time: what nothing happened on has its place on an axis, too. Days are counted from 1970 (UTC). */
import type { Statistics } from "@/lib/api/types";

type DayCount = Statistics["by_day"][number];

export interface Period {
  /** The first day and the one after the last. */
  from: number;
  to: number;
}

interface DayBucket extends Period {
  received: number;
  confirmed: number;
}

const MILLISECONDS = 86_400_000;

export const dayOf = (iso: string): number => Math.floor(Date.parse(`${iso}T00:00:00Z`) / MILLISECONDS);
export const isoOf = (day: number): string => new Date(day * MILLISECONDS).toISOString().slice(0, 10);

/** Monday is 0. */
const weekday = (day: number): number => (((day + 3) % 7) + 7) % 7;

/** More days than these are shown week by week: thinner bars would be unreadable. */
const MOST_DAYS = 45;

export const isByWeek = ({ from, to }: Period): boolean => to - from > MOST_DAYS;

/** Every day of the period, or every calendar week of a long one; the first and the last may be a part of a week. */
export function buckets(days: readonly DayCount[], period: Period): DayBucket[] {
  const found = new Map(days.map((day) => [dayOf(day.date), day]));
  const made: DayBucket[] = [];
  for (let day = period.from; day < period.to; day++) {
    const { received = 0, confirmed = 0 } = found.get(day) ?? {};
    const last = made.at(-1);
    if (last && isByWeek(period) && weekday(day) !== 0) {
      made[made.length - 1] = {
        from: last.from,
        to: day + 1,
        received: last.received + received,
        confirmed: last.confirmed + confirmed,
      };
    } else {
      made.push({ from: day, to: day + 1, received, confirmed });
    }
  }
  return made;
}

const monthOf = (day: number): string => isoOf(day).slice(0, 7);
const firstOf = (month: string): number => dayOf(`${month}-01`);

function nextMonth(month: string): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, "0")}`;
}

/** The months from the first to the last, without a gap, each with its days. */
export function months(first: string, last: string): (Period & { month: string })[] {
  const made = [];
  for (let month = first; month <= last; month = nextMonth(month)) {
    made.push({ month, from: firstOf(month), to: firstOf(nextMonth(month)) });
  }
  return made;
}

/** Days that an axis names: Mondays of a short period, else firsts of months, `most` of them at most. */
export function ticks({ from, to }: Period, most: number): number[] {
  const all = isByWeek({ from, to })
    ? months(monthOf(from), monthOf(to - 1)).map((month) => month.from)
    : Array.from({ length: to - from }, (_, index) => from + index).filter((day) => weekday(day) === 0);
  const within = all.filter((day) => day >= from);
  const every = Math.ceil(within.length / most);
  return within.filter((_, index) => index % every === 0);
}
