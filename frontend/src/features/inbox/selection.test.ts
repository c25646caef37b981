import { describe, expect, it } from "vitest";
import type { InvoiceRow, Status } from "@/lib/api/types";
import { asShown, NONE_SELECTED, possible, toggled, withRows } from "./selection";

const row = (id: number, status: Status = "waiting_validation", error = 0, warning = 0) =>
  ({ id, status, version: 1, checks_summary: { error, warning } }) as InvoiceRow;

const ids = (rows: readonly InvoiceRow[]) => rows.map(({ id }) => id);

describe("rows are selected", () => {
  const rows = [row(1), row(2), row(3), row(4)];

  it("one by one, and the same key takes one out again", () => {
    const one = toggled(NONE_SELECTED, rows, 1);
    expect([...one.keys()]).toEqual([2]);
    expect(toggled(one, rows, 1).size).toBe(0);
    expect(toggled(one, rows, 9)).toBe(one);
  });

  it("from one to another, upwards too, and all of them taken out again", () => {
    const range = toggled(toggled(NONE_SELECTED, rows, 3), rows, 1, 3);
    expect([...range.keys()].sort()).toEqual([2, 3, 4]);
    expect([...toggled(range, rows, 2, 3).keys()]).toEqual([2]);
  });

  it("over several pages, each as it was last shown", () => {
    const both = withRows(withRows(NONE_SELECTED, rows), [row(9)]);
    const now = { ...row(2), version: 5 };
    expect(asShown(both, [now]).map(({ id, version }) => [id, version])).toEqual([
      [1, 1],
      [2, 5],
      [3, 1],
      [4, 1],
      [9, 1],
    ]);
  });
});

describe("a selection", () => {
  const everything = () => true;

  it("confirms only what waits and in which nothing was found", () => {
    const { confirm, toCheck } = possible(
      [
        row(1),
        row(2, "waiting_validation", 1),
        row(3, "waiting_validation", 0, 2),
        row(4, "processing"),
        row(5, "processed"),
      ],
      everything,
    );
    expect(ids(confirm)).toEqual([1]);
    expect(ids(toCheck)).toEqual([2, 3]);
  });

  it("postpones what waits, clean or not", () => {
    const rows = [row(1), row(2, "waiting_validation", 1), row(3, "failed")];
    expect(ids(possible(rows, everything).postpone)).toEqual([1, 2]);
  });

  it("retries what failed or was rejected, rejects what is not final", () => {
    const rows = [row(1, "failed"), row(2, "rejected"), row(3, "processed"), row(4, "processing")];
    expect(ids(possible(rows, everything).retry)).toEqual([1, 2]);
    expect(ids(possible(rows, everything).reject)).toEqual([1, 4]);
  });

  it("pays what is confirmed", () => {
    expect(ids(possible([row(1), row(2, "processed")], everything).pay)).toEqual([2]);
  });

  it("offers only what the key allows", () => {
    const rows = [row(1), row(2, "waiting_validation", 1), row(3, "rejected")];
    expect(possible(rows, () => false)).toEqual({
      confirm: [],
      toCheck: [],
      reject: [],
      retry: [],
      postpone: [],
      pay: [],
    });
    expect(ids(possible(rows, (action) => action === "retry").retry)).toEqual([3]);
  });
});
