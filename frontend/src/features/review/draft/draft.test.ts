import { describe, expect, it } from "vitest";
import type { InvoiceData } from "@/lib/api/types";
import { EMPTY_LINE } from "../line-totals";
import {
  conflictsOf,
  differences,
  isDirty,
  newDraft,
  rebased,
  reduceDraft,
  type Draft,
  type DraftAction,
} from "./draft";

const data = (values: Partial<InvoiceData> = {}): InvoiceData =>
  ({
    invoice_number: "A-1",
    total_amount: "10.00",
    notes: null,
    seller: { name: "Acme" },
    lines: [],
    tax_breakdown: [],
    operation_codes: [],
    ...values,
  }) as unknown as InvoiceData;

const original = data();
const after = (...actions: DraftAction[]): Draft => actions.reduce(reduceDraft, newDraft(original, 1));
const typed = (pointer: string, value: string): DraftAction => ({ type: "typed", pointer, value });

describe("undo", () => {
  it("takes back all that was typed in a field at once", () => {
    const draft = after(typed("/notes", "a"), typed("/notes", "ab"), typed("/invoice_number", "B"), {
      type: "undone",
    });
    expect(draft.present).toMatchObject({ notes: "ab", invoice_number: "A-1" });
    expect(reduceDraft(draft, { type: "undone" }).present.notes).toBeNull();
  });

  it("keeps two visits to the same field apart", () => {
    const draft = after(typed("/notes", "a"), { type: "blurred" }, typed("/notes", "ab"), { type: "undone" });
    expect(draft.present.notes).toBe("a");
  });

  it("is undone by redo, until something else is typed", () => {
    const undone = after(typed("/notes", "a"), { type: "undone" });
    expect(reduceDraft(undone, { type: "redone" }).present.notes).toBe("a");
    const other = reduceDraft(undone, typed("/notes", "b"));
    expect(reduceDraft(other, { type: "redone" }).present.notes).toBe("b");
  });

  it("does nothing at the beginning", () => {
    expect(after({ type: "undone" }).present).toBe(original);
  });
});

describe("the invoice's own account", () => {
  const accounts = [
    { iban: "DE1", account: null, bic: null, name: "A" },
    { iban: "DE2", account: null, bic: null, name: "B" },
  ];
  const payment = { iban: "DE1", bic: null, account: null, accounts } as unknown as InvoiceData["payment"];

  it("is the first of all its accounts, too: neither is left behind when the other is corrected", () => {
    const typedIn = reduceDraft(newDraft(data({ payment }), 1), typed("/payment/iban", "DE9"));
    expect(typedIn.present.payment.accounts).toEqual([{ ...accounts[0], iban: "DE9" }, accounts[1]]);
    expect(reduceDraft(typedIn, { type: "undone" }).present.payment).toEqual(payment);
  });

  it("makes no list of accounts where there was none", () => {
    const before = newDraft(data({ payment: { ...payment, accounts: [] } }), 1);
    expect(reduceDraft(before, typed("/payment/iban", "DE9")).present.payment.accounts).toEqual([]);
  });
});

describe("a draft", () => {
  it("is clean when it says what the server would store", () => {
    expect(isDirty(after(typed("/notes", "  ")))).toBe(false);
    expect(isDirty(after(typed("/notes", "x")))).toBe(true);
  });

  it("forgets a refusal when its value changes, and only that one", () => {
    const refused: DraftAction = { type: "refused", messages: { "/notes": "no", "/total_amount": "no" } };
    expect(after(refused, typed("/notes", "x")).refused).toEqual({ "/total_amount": "no" });
  });

  it("forgets the refusals inside a line that is typed as a whole, not those of line 10", () => {
    const refused: DraftAction = {
      type: "refused",
      messages: { "/lines/1/quantity": "no", "/lines/10/quantity": "no" },
    };
    const line: DraftAction = { type: "typed", pointer: "/lines/1", value: EMPTY_LINE };
    expect(after(refused, line).refused).toEqual({ "/lines/10/quantity": "no" });
  });

  it("keeps what was typed while a save was on its way", () => {
    const sending = after(typed("/notes", "a"));
    const more = reduceDraft(sending, typed("/total_amount", "12"));
    const saved = reduceDraft(more, {
      type: "saved",
      sent: sending.present,
      server: data({ notes: "a", invoice_number: "NORMALISED" }),
      version: 2,
    });
    expect(saved.present).toMatchObject({ notes: "a", total_amount: "12", invoice_number: "NORMALISED" });
    expect(saved.version).toBe(2);
    expect(isDirty(saved)).toBe(true);
  });
});

describe("two reviewers", () => {
  it("meet where their values differ", () => {
    const mine = data({ notes: "mine", total_amount: "11" });
    const theirs = data({ notes: "theirs", invoice_number: "T" });
    expect(
      conflictsOf(original, mine, theirs).map(({ pointer, mineChanged, theirsChanged }) => [
        pointer,
        mineChanged,
        theirsChanged,
      ]),
    ).toEqual([
      ["/invoice_number", false, true],
      ["/total_amount", true, false],
      ["/notes", true, true],
    ]);
  });

  it("have no conflict where they agree", () => {
    const same = data({ notes: "same" });
    expect(conflictsOf(original, same, data({ notes: "same" }))).toEqual([]);
  });

  it("are not asked about the summary, unless mine is another one", () => {
    const theirs = data({ total_amount: "12", summary: "of 12" });
    const pointers = (mine: InvoiceData) => conflictsOf(original, mine, theirs).map(({ pointer }) => pointer);
    expect(pointers(data({ total_amount: "11" }))).toEqual(["/total_amount"]);
    expect(pointers(data({ summary: "mine" }))).toEqual(["/total_amount", "/summary"]);
  });

  it("compare a list as a whole when rows were added", () => {
    const mine = data({ lines: [{ ...EMPTY_LINE, quantity: "1" }] });
    const found = conflictsOf(original, mine, data({ notes: "t" }));
    expect(found.map(({ pointer }) => pointer)).toEqual(["/notes", "/lines"]);
    expect(rebased(original, mine, data({ notes: "t" }))).toMatchObject({
      notes: "t",
      lines: [{ quantity: "1" }],
    });
  });

  it("compare every list of the invoice so, not only its lines", () => {
    const allowances = [{ amount: "1.00" }, { amount: "2.00" }] as InvoiceData["allowances"];
    const found = conflictsOf(data({ allowances: [] }), data({ allowances }), data({ allowances: [] }));
    expect(found.map(({ pointer }) => pointer)).toEqual(["/allowances"]);
  });

  it("compare rows value by value when none was added", () => {
    const rows = (quantity: string, unit: string) => data({ lines: [{ ...EMPTY_LINE, quantity, unit }] });
    const found = conflictsOf(rows("1", "h"), rows("2", "h"), rows("1", "d"));
    expect(found.map(({ pointer }) => pointer)).toEqual(["/lines/0/quantity", "/lines/0/unit"]);
  });
});

describe("differences", () => {
  it("name every value that changed", () => {
    expect(
      differences(original, data({ notes: "x", seller: { name: "B" } as InvoiceData["seller"] })),
    ).toEqual(["/notes", "/seller/name"]);
  });
});
