/** What was booked before, offered for the fields of a booking: taken by a key or a click, never put in by itself. */
import type { Booking, BookingSuggestion, InvoiceData } from "@/lib/api/types";
import { valueAt, withValueAt } from "@/lib/json-pointer";
import { remembered } from "@/lib/remembered";
import { sameValue } from "./draft/draft";
import type { ReviewState } from "./review-store";
import { cellOf } from "./table/cells";

export type BookingField = keyof Booking;
export type Suggestions = Readonly<Record<string, readonly BookingSuggestion[]>>;

/** A value, and how often earlier invoices had it; without, it is one of those used before that begin as typed. */
export type Offer = Pick<BookingSuggestion, "value"> & Partial<BookingSuggestion>;

/** The field of a booking that the pointer leads to, of the invoice or of a line; null for any other. */
export function bookingField(pointer: string): BookingField | null {
  const [, field] = /(?:^|\/)booking\/(\w+)$/.exec(pointer) ?? [];
  return (field as BookingField | undefined) ?? null;
}

/** What the field may be: as in earlier invoices, the likeliest first, then values used before that begin as typed. */
export function offersAt({ known, completions, data }: ReviewState, pointer: string): readonly Offer[] {
  const suggested: readonly Offer[] = known.suggestions[pointer] ?? [];
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
export function usualBookings(data: InvoiceData, suggestions: Suggestions): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(suggestions).flatMap(([pointer, [first]]) =>
      first && isUsual(first) && hasRow(data, pointer) && sameValue(valueAt(data, pointer), null)
        ? [[pointer, first.value]]
        : [],
    ),
  );
}

/** The columns of the lines in which some row has a suggestion. */
export const suggestedColumns = remembered(
  (suggestions: Suggestions): ReadonlySet<string> =>
    new Set(Object.keys(suggestions).flatMap((pointer) => cellOf("/lines", pointer)?.name ?? [])),
);

/** Whether the line of the pointer is still there; what is of no line always is. */
function hasRow(data: InvoiceData, pointer: string): boolean {
  const [, first, row] = pointer.split("/");
  return first !== "lines" || data.lines[Number(row)] !== undefined;
}

export const withBookings = (data: InvoiceData, bookings: ReadonlyMap<string, string>): InvoiceData =>
  [...bookings].reduce((next, [pointer, value]) => withValueAt(next, pointer, value), data);
