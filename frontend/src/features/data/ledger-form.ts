/** Whose books a file is for, as it was last said: the numbers that DATEV needs, and the letter of Argentine vouchers. */
import type { ExportBody } from "@/lib/api/types";
import { stored, store } from "@/lib/preferences";

export const LEDGER_FIELDS = [
  "consultant",
  "client",
  "creditor_account",
  "expense_account",
  "account_length",
  "fiscal_year_start",
] as const;
export type LedgerField = (typeof LEDGER_FIELDS)[number];
export const LETTERS = ["A", "B", "C", "M"] as const;
export type Letter = (typeof LETTERS)[number];

/** What each field must look like; the API says the rest. */
export const PATTERNS: Record<LedgerField, RegExp> = {
  consultant: /^\d{4,7}$/,
  client: /^\d{1,5}$/,
  creditor_account: /^[1-9]\d{3,8}$/,
  expense_account: /^(\d{3,8})?$/,
  account_length: /^[4-8]$/,
  fiscal_year_start: /^\d{2}-\d{2}$/,
};

export type LedgerForm = Record<LedgerField, string> & { letter: Letter };
export type LedgerParameters = Pick<ExportBody, LedgerField | "letter">;

const DEFAULTS: LedgerForm = {
  consultant: "",
  client: "",
  creditor_account: "70000",
  expense_account: "",
  account_length: "4",
  fiscal_year_start: "01-01",
  letter: "A",
};

export function keptLedger(): LedgerForm {
  const kept = new URLSearchParams(stored("ledger") ?? "");
  const text = (name: LedgerField) => kept.get(name) ?? DEFAULTS[name];
  const letter = LETTERS.find((one) => one === kept.get("letter"));
  return {
    consultant: text("consultant"),
    client: text("client"),
    creditor_account: text("creditor_account"),
    expense_account: text("expense_account"),
    account_length: text("account_length"),
    fiscal_year_start: text("fiscal_year_start"),
    letter: letter ?? DEFAULTS.letter,
  };
}

export const keepLedger = (form: LedgerForm): void => store("ledger", new URLSearchParams(form).toString());

export const isWhole = (form: LedgerForm): boolean =>
  LEDGER_FIELDS.every((name) => PATTERNS[name].test(form[name]));

const NONE: LedgerParameters = {
  consultant: null,
  client: null,
  creditor_account: null,
  expense_account: null,
  account_length: 4,
  fiscal_year_start: "01-01",
  letter: null,
};

/** The form as the API's parameters; those of other formats are left out. */
export function ledgerParameters(format: ExportBody["format"], form: LedgerForm): LedgerParameters {
  if (format === "libro-iva") return { ...NONE, letter: form.letter };
  if (format !== "datev") return NONE;
  return {
    ...NONE,
    consultant: Number(form.consultant),
    client: Number(form.client),
    creditor_account: form.creditor_account,
    expense_account: form.expense_account || null,
    account_length: Number(form.account_length),
    fiscal_year_start: form.fiscal_year_start,
  };
}
