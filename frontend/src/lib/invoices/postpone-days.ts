/** The days that a review may be put off until, as ISO days of the reader's calendar. */
import { isoDay } from "@/lib/iso-day";

interface PostponeDays {
  tomorrow: string;
  monday: string;
  inAWeek: string;
  latest: string;
}

const MONDAY = 1;

/**
 * The API counts days in UTC and wants a later one than today's: where UTC is a day ahead already, in an evening of
 * America, tomorrow is the day after that.
 */
export function postponeDays(now: Date): PostponeDays {
  const utcToday = now.toISOString().slice(0, 10);
  const today = [isoDay(now), utcToday].sort().at(-1) ?? utcToday;
  const toMonday = (MONDAY + 7 - weekday(today)) % 7 || 7;
  return {
    tomorrow: later(today, 1),
    monday: later(today, toMonday),
    inAWeek: later(today, 7),
    latest: later(today, 365),
  };
}

const weekday = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay();

function later(day: string, days: number): string {
  const moved = new Date(`${day}T00:00:00Z`);
  moved.setUTCDate(moved.getUTCDate() + days);
  return moved.toISOString().slice(0, 10);
}
