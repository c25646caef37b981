import type { Statistics } from "@/lib/api/types";

type Day = Statistics["by_day"][number];

/** Sevens of days, the last of them ending with the last day; each is named by its first day. */
export function byWeek(days: readonly Day[]): Day[] {
  const weeks: Day[] = [];
  for (let end = days.length; end > 0; end -= 7) {
    const week = days.slice(Math.max(0, end - 7), end);
    const first = week[0];
    if (!first) break;
    weeks.unshift({
      date: first.date,
      received: week.reduce((total, { received }) => total + received, 0),
      confirmed: week.reduce((total, { confirmed }) => total + confirmed, 0),
    });
  }
  return weeks;
}
