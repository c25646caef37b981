/** What was booked before, offered for the fields of a booking: taken by a key or a click, never put in by itself. */
import type { Booking, BookingSuggestion, InvoiceData } from "@/lib/api/types";
import { valueAt, withValueAt } from "@/lib/json-pointer";
import { remembered } from "@/lib/remembered";
import { sameValue } from "./draft/draft";
import type { Known, ReviewState } from "./review-store";
import { cellOf } from "./table/cells";

export type BookingField = keyof Booking;
export type Suggestions = Readonly<Record<string, readonly BookingSuggestion[]>>;

type Shown = Pick<ReviewState, "known" | "data">;

/** A value, and how often earlier invoices had it; without, it is one of those used before that begin as typed. */
export type Offer = Pick<BookingSuggestion, "value"> & Partial<BookingSuggestion>;

/** The field of a booking that the pointer leads to, of the invoice or of a line; null for any other. */
export function bookingField(pointer: string): BookingField | null {
  const [, field] = /(?:^|\/)booking\/(\w+)$/.exec(pointer) ?? [];
  return (field as BookingField | undefined) ?? null;
}

const NONE: readonly BookingSuggestion[] = [];

/** What the field was in earlier invoices; nothing for a line that sells something else than when the server suggested it. */
export function suggestedAt({ known, data }: Shown, pointer: string): readonly BookingSuggestion[] {
  const suggested = known.suggestions[pointer];
  return suggested && sellsTheSame(known.data, data, pointer) ? suggested : NONE;
}

/** What is booked needs no suggestion any more: those that it had before are still offered. */
export const stillOffered = (before: Known, now: Known): Suggestions =>
  Object.fromEntries(
    Object.entries(before.suggestions).filter(
      ([pointer]) =>
        !sameValue(valueAt(now.data, pointer), null) && sellsTheSame(before.data, now.data, pointer),
    ),
  );

/** Whether the line of the pointer sells the same in both, which is what suggestions go by; what is of no line always does. */
function sellsTheSame(before: InvoiceData, now: InvoiceData, pointer: string): boolean {
  const [, first, row] = pointer.split("/");
  if (first !== "lines") return true;
  const [one, other] = [before.lines[Number(row)], now.lines[Number(row)]];
  if (!one || !other) return false;
  return (["description", "product_code"] as const).every((name) => sameValue(one[name], other[name]));
}

/** What the field may be: as in earlier invoices, the likeliest first, then values used before that begin as typed. */
export function offersAt(state: ReviewState, pointer: string): readonly Offer[] {
  const { completions, data } = state;
  const suggested: readonly Offer[] = suggestedAt(state, pointer);
  const completing = completions?.pointer === pointer ? completions.offers : [];
  const others = completing.filter(({ value }) => !suggested.some((offer) => offer.value === value));
  const round = [...suggested, ...others];
  // Behind the one that was taken, so that taking the next again and again goes round.
  const at = round.findIndex(({ value }) => value === valueAt(data, pointer));
  return at < 0 ? round : [...round.slice(at + 1), ...round.slice(0, at)];
}

/** Whether most of the earlier invoices had it: what happened now and then is offered, and taken only alone. */
const isUsual = ({ invoices, of }: BookingSuggestion): boolean => invoices * 2 > of;

/** The empty fields that were mostly booked alike, each with its usual value. */
export const usualBookings = ({ known, data }: Shown): ReadonlyMap<string, string> => usualOf(known)(data);

/** Hundreds of lines are gone through when one of them has changed, not whenever the pointer moves. */
const usualOf = remembered((known: Known) =>
  remembered((data: InvoiceData): ReadonlyMap<string, string> => {
    const usual = Object.keys(known.suggestions).flatMap((pointer): [string, string][] => {
      const [first] = suggestedAt({ known, data }, pointer);
      return first && isUsual(first) && sameValue(valueAt(data, pointer), null)
        ? [[pointer, first.value]]
        : [];
    });
    return new Map(usual);
  }),
);

/** The columns of the lines in which some row has a suggestion. */
export const suggestedColumns = remembered(
  (suggestions: Suggestions): ReadonlySet<string> =>
    new Set(Object.keys(suggestions).flatMap((pointer) => cellOf("/lines", pointer)?.name ?? [])),
);

export const withBookings = (data: InvoiceData, bookings: ReadonlyMap<string, string>): InvoiceData =>
  [...bookings].reduce((next, [pointer, value]) => withValueAt(next, pointer, value), data);
