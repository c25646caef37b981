import { describe, expect, it } from "vitest";
import { leaves, valueAt, withValueAt } from "./json-pointer";

const data = { seller: { name: "A" }, lines: [{ quantity: "1" }, { quantity: "2" }], codes: [] };

describe("JSON pointers", () => {
  it("find values in objects and arrays, and undefined where nothing is", () => {
    expect(valueAt(data, "/lines/1/quantity")).toBe("2");
    expect(valueAt(data, "/lines/9/quantity")).toBeUndefined();
    expect(valueAt({ "a/b": { "~": 1 } }, "/a~1b/~0")).toBe(1);
  });

  it("replace one value and leave the rest as it was", () => {
    const next = withValueAt(data, "/lines/1/quantity", "3");
    expect(next.lines).toEqual([{ quantity: "1" }, { quantity: "3" }]);
    expect(next.lines[0]).toBe(data.lines[0]);
    expect(next.seller).toBe(data.seller);
    expect(data.lines[1]?.quantity).toBe("2");
  });

  it("list every leaf, empty arrays too", () => {
    expect([...leaves(data).keys()]).toEqual([
      "/seller/name",
      "/lines/0/quantity",
      "/lines/1/quantity",
      "/codes",
    ]);
  });
});
