import { describe, expect, it } from "vitest";
import type { InvoiceRow, Status } from "@/lib/api/types";
import { possible } from "./selection";

const row = (id: number, status: Status, error = 0) =>
  ({ id, status, checks_summary: { error, warning: 0 } }) as InvoiceRow;

const everything = () => true;

describe("a selection", () => {
  it("confirms only what waits and has no errors", () => {
    const { confirm, withErrors } = possible(
      [
        row(1, "waiting_validation"),
        row(2, "waiting_validation", 1),
        row(3, "processing"),
        row(4, "processed"),
      ],
      everything,
    );
    expect(confirm.map(({ id }) => id)).toEqual([1]);
    expect(withErrors.map(({ id }) => id)).toEqual([2]);
  });

  it("retries what failed or was rejected, rejects what is not final", () => {
    const rows = [row(1, "failed"), row(2, "rejected"), row(3, "processed"), row(4, "processing")];
    expect(possible(rows, everything).retry.map(({ id }) => id)).toEqual([1, 2]);
    expect(possible(rows, everything).reject.map(({ id }) => id)).toEqual([1, 4]);
  });

  it("offers only what the key allows", () => {
    const rows = [row(1, "waiting_validation"), row(2, "waiting_validation", 1), row(3, "rejected")];
    expect(possible(rows, () => false)).toEqual({ confirm: [], withErrors: [], reject: [], retry: [] });
    expect(possible(rows, (action) => action === "retry").retry.map(({ id }) => id)).toEqual([3]);
  });
});
