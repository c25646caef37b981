import { describe, expect, it } from "vitest";
import { moveOf, type Press } from "./moves";

const SIZE = { rows: 30, columns: 4 };
const press = (keys: string): Press => {
  const parts = keys.split("+");
  return {
    key: parts.at(-1) ?? "",
    shift: parts.includes("Shift"),
    mod: parts.includes("Mod"),
    alt: parts.includes("Alt"),
  };
};

describe("a key in a table", () => {
  it.each([
    ["Enter", { row: 6, column: 2 }],
    ["Shift+Enter", { row: 4, column: 2 }],
    ["ArrowDown", { row: 6, column: 2 }],
    ["ArrowUp", { row: 4, column: 2 }],
    ["Mod+ArrowDown", { row: 29, column: 2 }],
    ["Mod+ArrowUp", { row: 0, column: 2 }],
    ["PageDown", { row: 15, column: 2 }],
    ["PageUp", { row: 0, column: 2 }],
    ["Mod+Home", { row: 0, column: 0 }],
    ["Mod+End", { row: 29, column: 3 }],
  ])("%s goes there", (keys, place) => {
    expect(moveOf(press(keys), { row: 5, column: 2 }, SIZE)).toEqual(place);
  });

  it.each(["Mod+Enter", "Alt+ArrowDown", "Shift+ArrowDown", "Home", "End", "Tab", "a", "Mod+Shift+End"])(
    "%s is not the table's",
    (keys) => {
      expect(moveOf(press(keys), { row: 5, column: 2 }, SIZE)).toBeNull();
    },
  );

  it("leads out of the table at its ends", () => {
    expect(moveOf(press("Enter"), { row: 29, column: 0 }, SIZE)).toBeNull();
    expect(moveOf(press("ArrowUp"), { row: 0, column: 0 }, SIZE)).toBeNull();
    expect(moveOf(press("PageDown"), { row: 29, column: 0 }, SIZE)).toBeNull();
  });
});
