import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { ConfirmedInvoice, Line } from "@/lib/api/types";
import { en } from "@/lib/i18n/en";
import { formatsFor } from "@/lib/i18n/formats";
import { cellText, columnsOf, isNumeric, keepColumns, shownColumns } from "./columns";
import { keptLedger } from "./ledger-form";
import { fileParameters } from "./file-form";
import { MOST_LINES, rowsOf } from "./rows";
import { confirmedQuery, dataSearch } from "./search";

const line = { description: "Paper", net_amount: "2.5", operation_codes: ["OP 2"] } as unknown as Line;
const invoice = (lines: Line[]) =>
  ({
    invoice_id: 7,
    currency: "EUR",
    total_amount: "1234.5",
    exported_at: null,
    operation_codes: ["OP 1", "OP 2"],
    seller: { name: "Acme" },
    lines,
  }) as unknown as ConfirmedInvoice;
const f = formatsFor("en-GB");

beforeEach(() => {
  const kept = new Map<string, string>();
  vi.stubGlobal("localStorage", {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => kept.set(name, value),
  });
});
afterEach(() => vi.unstubAllGlobals());

it("shows the values of an invoice and of its line as the reader writes them", () => {
  const row = { invoice: invoice([line]), line, number: 1 };
  const text = (name: Parameters<typeof cellText>[1]) => cellText(row, name, en, f);
  expect(text("total_amount")).toBe("1,234.50 EUR");
  expect(text("operation_codes")).toBe("OP 1, OP 2");
  expect(text("exported_at")).toBe("New");
  expect(text("line_net_amount")).toBe("2.50");
  expect(text("line_number")).toBe("1");
  expect(isNumeric("line_net_amount")).toBe(true);
});

it("has a row for each line, at most so many of an invoice, and one for an invoice without lines", () => {
  const long = invoice(Array.from({ length: MOST_LINES + 3 }, () => line));
  const rows = rowsOf([long, invoice([])], "lines");
  expect(rows).toHaveLength(MOST_LINES + 2);
  expect(rows[MOST_LINES]).toMatchObject({ hidden: 3 });
  expect(rows.at(-1)?.line).toBeUndefined();
  expect(rowsOf([long], "invoices")).toHaveLength(1);
});

it("keeps the chosen columns of each view apart, and forgets names that no column has", () => {
  keepColumns("lines", ["line_description", "iban"]);
  expect(shownColumns("lines")).toEqual(["iban", "line_description"]);
  expect(shownColumns("invoices")).toContain("seller_name");
  localStorage.setItem("data-columns", "seller,lines");
  expect(shownColumns("invoices")).toContain("total_amount");
  expect(columnsOf("invoices")).not.toContain("line_description");
});

it("asks for a file in the form of its reader's spreadsheet", () => {
  keepColumns("invoices", ["total_amount"]);
  const spanish = formatsFor("es-ES");
  expect(
    fileParameters({ format: "csv", rows: "invoices", columns: "shown" }, keptLedger(), "es", spanish),
  ).toMatchObject({
    format: "csv",
    rows: "invoices",
    columns: ["total_amount"],
    language: null,
    separator: "semicolon",
  });
  expect(
    fileParameters({ format: "xlsx", rows: "lines", columns: "all" }, keptLedger(), "es", spanish),
  ).toMatchObject({
    rows: "invoices",
    columns: [],
    language: "es",
    separator: "comma",
  });
});

it("sends the numbers of the books with the format that needs them, and with no other", () => {
  const ledger = { ...keptLedger(), consultant: "29098", client: "55003" };
  const form = { rows: "invoices", columns: "shown" } as const;
  const english = formatsFor("en-GB");
  const numbers = { consultant: 29098, client: 55003, creditor_account: "70000", expense_account: null };
  expect(fileParameters({ ...form, format: "datev" }, ledger, "en", english)).toMatchObject(numbers);
  expect(fileParameters({ ...form, format: "libro-iva" }, ledger, "en", english)).toMatchObject({
    consultant: null,
    letter: "A",
  });
  expect(fileParameters({ ...form, format: "jsonl" }, ledger, "en", english).consultant).toBeNull();
});

it("writes to the address only what differs from the default, and asks the API the same", () => {
  expect(dataSearch({ scope: "all", view: "invoices", by: "confirmed_at", page: 1 })).toEqual({});
  expect(dataSearch({ scope: "new", by: "nonsense", view: "lines" })).toEqual({
    scope: "new",
    view: "lines",
  });
  // No column shows it: neither a heading nor the phone's menu could tell that the list is in this order.
  expect(dataSearch({ by: "updated_at" })).toEqual({});
  expect(confirmedQuery({ scope: "new", op: "OP 1" })).toEqual({ op_number: "OP 1", exported: false });
  expect(confirmedQuery({ scope: "exported" })).toEqual({ exported: true });
  expect(confirmedQuery({})).toEqual({});
});
