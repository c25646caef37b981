import type { Obstacle } from "@/lib/api/types";

/** The words of payment files in English. */
export const payments = {
  title: "Payment file",
  hint: "A file of SEPA transfers (pain.001) for your bank. No money moves until the bank has it.",
  name: "Whose account pays",
  iban: "IBAN",
  bic: "BIC (optional)",
  day: "Day of the transfer",
  grouped: "One transfer for all invoices of an account",
  kept: "Name and account are remembered in this browser.",
  pay: (n: string) => `Pay ${n}`,
  make: (n: number, shown: string) =>
    n === 1 ? "Make the file for 1 invoice" : `Make the file for ${shown} invoices`,
  leftOut: "Left out",
  accept: "Pay all the same",
  obstacles: {
    unknown: "It is not there any more.",
    "not-confirmed": "It is not confirmed.",
    "credit-note": "A credit note is not paid.",
    "not-in-euros": "It is not in euros, as SEPA transfers are.",
    "nothing-due": "Nothing is left to pay.",
    "too-much": "The amount is larger than a SEPA transfer can be.",
    "no-iban": "It names no IBAN.",
    "wrong-iban": "Its IBAN is wrong.",
    "outside-sepa": "The account is in a country that SEPA transfers do not reach.",
    "no-name": "It does not say whom to pay.",
    "account-changed":
      "Earlier invoices of this seller named another account. Ask the seller, and pay it at your bank.",
    "first-account": "No earlier invoice of this seller named an account.",
    "already-paid": "An earlier payment file has it.",
  } satisfies Record<Obstacle, string>,
  done: (n: number, total: string) =>
    `${n === 1 ? "The file has 1 transfer" : `The file has ${n} transfers`} of ${total} together. It is in your downloads.`,
  notSaved: (reason: string) =>
    `The payment file is made, but it did not come. It is under “Earlier payment files”. ${reason}`,
  undone: "Taken back: these invoices can be paid by another file.",
  earlier: "Earlier payment files",
  none: "There are none.",
  transfers: (n: number, shown: string) => (n === 1 ? "1 transfer" : `${shown} transfers`),
  again: "Download again",
  undo: "Take back",
};
