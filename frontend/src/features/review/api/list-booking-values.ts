/** The values that a field of a booking had before, of those that begin as typed: GET /api/booking-values. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api, bodyOf } from "@/lib/api/client";
import { keys } from "@/lib/api/keys";
import type { BookingValues } from "@/lib/api/types";
import type { BookingField } from "../booking";

const MOST = 6;

const fetchValues = (field: BookingField, q: string, signal: AbortSignal): Promise<BookingValues> =>
  bodyOf(api.GET("/api/booking-values", { params: { query: { field, q, limit: MOST } }, signal }));

/** `field` null: nothing is asked for. */
export const useBookingValues = (field: BookingField | null, q: string): readonly string[] | undefined =>
  useQuery({
    queryKey: keys.bookingValues(field ?? "", q),
    queryFn: ({ signal }) => fetchValues(field ?? "account", q, signal),
    enabled: field !== null,
    staleTime: 60_000,
    placeholderData: keepPreviousData,
  }).data?.values;
