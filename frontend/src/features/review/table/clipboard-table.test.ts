// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { copiedTable } from "./clipboard-table";

const table = (text: string, html = "", columnOfText = false) =>
  copiedTable({ text, html }, { columnOfText });

describe("a table on the clipboard", () => {
  it("is the tab-separated text of a spreadsheet, with or without a line break at its end", () => {
    const cells = [
      ["Paper", "2", "9.90"],
      ["Ink", "", "10.00"],
    ];
    expect(table("Paper\t2\t9.90\r\nInk\t\t10.00\r\n")).toEqual(cells);
    expect(table("Paper\t2\t9.90\nInk\t\t10.00")).toEqual(cells);
  });

  it("keeps quotes, tabs and line breaks inside of quoted cells together", () => {
    expect(table('"Desk, 24"" deep\nwhite"\t1\nLamp 12" high\t2\n')).toEqual([
      ['Desk, 24" deep white', "1"],
      ['Lamp 12" high', "2"],
    ]);
    expect(table('"Alpha" and more\t1')).toEqual([['"Alpha" and more', "1"]]);
  });

  it("is that of the HTML when the text has no tabs, merged cells in their first place", () => {
    const html =
      "<b>Hi</b><table><tr><th>Item<th>Qty<th>Net</tr>" +
      "<tr><td rowspan=2>Ink<br>black<td>1<td>10</tr><tr><td colspan=2>free</tr></table>";
    expect(table("Item\nQty\nNet", html)).toEqual([
      ["Item", "Qty", "Net"],
      ["Ink black", "1", "10"],
      ["", "free", ""],
    ]);
  });

  it("has no blank rows, except between the values of a single column", () => {
    expect(table("a\t1\n\t\nb\t2\n\t\n")).toEqual([
      ["a", "1"],
      ["b", "2"],
    ]);
    expect(table("1\n\n3\n\n", "", true)).toEqual([["1"], [""], ["3"]]);
  });

  it("is none in a text of several lines, unless the lines are a column's values", () => {
    expect(table("12.50\n13.00")).toBeNull();
    expect(table("12.50\n13.00", "", true)).toEqual([["12.50"], ["13.00"]]);
  });

  it.each(["", "12.50", "12.50\n", "a sentence", "\t"])("is none in %j", (text) => {
    expect(table(text, "", true)).toBeNull();
    expect(table(text, "<table><tr><td>one</table>")).toBeNull();
  });
});
