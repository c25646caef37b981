import { describe, expect, it } from "vitest";
import { isShown, renamed, viewsIn, without, withView } from "./saved-views";

const big = { name: "Big ones", search: { tab: "waiting_validation", currency: "EUR" } } as const;
const stopped = { name: "Stopped", search: { automation: "seller-unknown" } } as const;
const old = { name: "Old ones", search: { sort: "issue_date", dir: "asc" } } as const;

describe("saved views", () => {
  it("are read from what was kept, whatever else stands there", () => {
    expect(viewsIn(JSON.stringify([big, stopped, old]))).toEqual([big, stopped, old]);
    expect(viewsIn(JSON.stringify([{ name: "x", search: { tab: "no such", page: 3 } }, 7, null]))).toEqual([
      { name: "x", search: {} },
    ]);
    expect(viewsIn("[{")).toEqual([]);
    expect(viewsIn('{"name": "x"}')).toEqual([]);
    expect(viewsIn(null)).toEqual([]);
  });

  it("are replaced by name, renamed and removed", () => {
    const views = withView([big], old);
    const again = { name: big.name, search: {} };
    expect(withView(views, again)).toEqual([again, old]);
    expect(renamed(views, "Old ones", "Oldest").map(({ name }) => name)).toEqual(["Big ones", "Oldest"]);
    expect(renamed(views, "Old ones", "Big ones")).toEqual([{ ...old, name: "Big ones" }]);
    expect(without(views, "Big ones")).toEqual([old]);
  });

  it("know the list that is shown, on whatever page of it", () => {
    expect(isShown(big, { currency: "EUR", tab: "waiting_validation", page: 4 })).toBe(true);
    expect(isShown(big, { currency: "EUR" })).toBe(false);
  });
});
