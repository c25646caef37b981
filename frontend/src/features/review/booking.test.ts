import { describe, expect, it } from "vitest";
import type { InvoiceData } from "@/lib/api/types";
import { takingNext } from "./alternatives";
import { bookingField, offersAt, usualBookings, withBookings } from "./booking";
import { EMPTY_DATA } from "./empty-data";
import { EMPTY_LINE } from "./line-totals";
import { reviewOf } from "./review-store.examples";

const SUGGESTIONS = {
  "/booking/account": [
    { value: "4400", invoices: 6, of: 7 },
    { value: "4410", invoices: 1, of: 7 },
  ],
  "/booking/category": [{ value: "Print", invoices: 2, of: 4 }],
  "/lines/0/booking/account": [{ value: "4401", invoices: 3, of: 3 }],
  "/lines/5/booking/account": [{ value: "4401", invoices: 3, of: 3 }],
};
const ONE_LINE: InvoiceData = { ...EMPTY_DATA, lines: [EMPTY_LINE] };

const review = () => reviewOf({ data: ONE_LINE, suggestions: SUGGESTIONS });
const valuesAt = (store: ReturnType<typeof review>, pointer: string) =>
  offersAt(store.get(), pointer).map(({ value }) => value);

describe("a field of a booking", () => {
  it.each([
    ["/booking/account", "account"],
    ["/lines/12/booking/tax_code", "tax_code"],
    ["/payment/account", null],
    ["/lines/0/quantity", null],
  ])("%s is %s", (pointer, field) => {
    expect(bookingField(pointer)).toBe(field);
  });

  it("is offered what it was before, then what begins as typed, each once; taken, the others go round", () => {
    const store = review();
    store.activate("/booking/account");
    store.complete("/booking/account", ["4410", "4499"]);
    expect(valuesAt(store, "/booking/account")).toEqual(["4400", "4410", "4499"]);
    for (const expected of ["4400", "4410", "4499", "4400"]) {
      const next = takingNext(store.get(), 1);
      if (next) store.dispatch(next);
      expect(store.get().data.booking?.account).toBe(expected);
    }
    expect(valuesAt(store, "/booking/account")).toEqual(["4410", "4499"]);
  });

  it("keeps what it was offered when the server, which knows it booked, suggests no more", () => {
    const store = review();
    const { known } = store.get();
    store.learn({ ...known, data: withBookings(ONE_LINE, usualBookings(store.get())), suggestions: {} });
    expect(valuesAt(store, "/booking/account")).toEqual(["4400", "4410"]);
  });

  it("is changed by nobody who may not", () => {
    const store = reviewOf({ data: ONE_LINE, suggestions: SUGGESTIONS, editable: false });
    store.activate("/booking/account");
    expect(takingNext(store.get(), 1)).toBeNull();
  });
});

describe("booking as before", () => {
  it("takes what most of the earlier invoices had, for empty fields, of lines that are there", () => {
    const store = review();
    const usual = usualBookings(store.get());
    expect([...usual]).toEqual([
      ["/booking/account", "4400"],
      ["/lines/0/booking/account", "4401"],
    ]);
    const booked = withBookings(ONE_LINE, usual);
    expect(booked.booking).toMatchObject({ account: "4400" });
    expect(booked.lines[0]?.booking).toMatchObject({ account: "4401" });
    store.dispatch({ type: "changed", data: booked });
    expect(usualBookings(store.get()).size).toBe(0);
  });

  it("takes nothing that was suggested for another line", () => {
    const lines = ["Gravel", "Freight"].map((description) => ({ ...EMPTY_LINE, description }));
    const suggestions = { "/lines/0/booking/account": [{ value: "4400", invoices: 3, of: 3 }] };
    const store = reviewOf({ data: { ...EMPTY_DATA, lines }, suggestions });
    const without: InvoiceData = { ...EMPTY_DATA, lines: lines.slice(1) };
    store.dispatch({ type: "changed", data: without });
    expect(usualBookings(store.get()).size).toBe(0);
    expect(valuesAt(store, "/lines/0/booking/account")).toEqual([]);
    // Nor when the server has the lines as they are now, and knows nothing of the one that is left.
    store.learn({ ...store.get().known, data: without, suggestions: {} });
    expect(usualBookings(store.get()).size).toBe(0);
    expect(valuesAt(store, "/lines/0/booking/account")).toEqual([]);
  });
});
