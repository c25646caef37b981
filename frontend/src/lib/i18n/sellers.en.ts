/** The words of the sellers' pages in English. */
import type { SellerEventType, SellerKeyKind } from "@/lib/api/types";

const invoices = (n: number, count: string) => (n === 1 ? "1 invoice" : `${count} invoices`);

export const sellers = {
  title: "Sellers",
  search: "Name, number or account",
  columns: {
    name: "Seller",
    invoices: "Invoices",
    right: "Read right",
    last: "Last invoice",
    changed: "Last change",
  },
  orders: { name: "By name", invoices: "Most invoices first", updated_at: "Last change first" },
  emptyTitle: "No sellers yet",
  emptyHint: "A seller appears here with the first invoice of it that is confirmed.",
  nothing: "No seller matches.",
  showAll: "Clear the search",
  more: "Show more",
  back: "All sellers",
  invoices,
  known: (name: string) => `What is known of ${name}`,
  invoiceNo: (id: number) => `no. ${id}`,
  confirmed: (n: number, count: string) => (n === 1 ? "1 confirmed invoice" : `${count} confirmed invoices`),
  read: (lessons: number, count: string) =>
    lessons === 0
      ? "The next invoice is read without what earlier ones taught."
      : lessons === 1
        ? "The next invoice is read with what 1 earlier one taught."
        : `The next invoice is read with what ${count} earlier ones taught.`,
  changing: "Its invoices are being changed in the background.",
  rename: {
    start: "Rename…",
    title: "Rename this seller",
    hint: "Lists, filters and totals call it so from now on. The data of its invoices stays as it was confirmed.",
    name: "Name",
    asPrinted: "As its invoices say",
    verb: "Rename",
    done: "Renamed.",
  },
  merge: {
    start: "Merge…",
    title: (name: string) => `Merge another seller with ${name}`,
    hint: "For one seller that is here twice.",
    choose: "The other seller",
    will: (other: string, name: string, n: number, count: string) =>
      `${invoices(n, count)} of ${other}, what was learned from them and what it is recognised by become those of ${name}. ${other} is no seller of its own any more.`,
    verb: "Merge",
    done: (other: string) => `${other} is part of it now.`,
  },
  split: {
    start: "Split…",
    title: (name: string) => `Invoices of ${name} that are another seller's`,
    hint: "They become those of a new seller, with what was learned from them.",
    withKey: "Invoices with",
    ticked: "Those ticked below",
    which: "Its newest invoices",
    name: "Name of the new seller; empty: as its invoices say",
    all: "All of its invoices would go: rename it instead.",
    verb: (n: number, count: string) => (n === 0 ? "Split" : `Split off ${invoices(n, count)}`),
    done: (n: number, count: string) => `${invoices(n, count)}: a seller of its own now.`,
  },
  forget: {
    start: "Forget…",
    title: (name: string) => `Forget what was learned of ${name}?`,
    goes: (n: number, count: string) =>
      `What ${invoices(n, count)} taught goes for good: the next one is read as if it were the first.`,
    stays:
      "Its invoices stay, with their data, and so do its name and what it is recognised by. What is confirmed from now on teaches anew.",
    verb: "Forget",
    done: "Forgotten.",
  },
  file: {
    export: "Export all sellers as CSV",
    import: "Import…",
    title: "Import sellers from a CSV file",
    hint: "With the columns of the export; only the name is needed. All of its lines are taken, or none.",
    file: "CSV file",
    verb: "Import",
    done: (created: string, changed: string, unchanged: string) =>
      `New: ${created}. Changed: ${changed}. Unchanged: ${unchanged}.`,
    refused: "Nothing was imported. These lines must be corrected first:",
    notUtf8:
      "Nothing was imported: the file is not in UTF-8, and letters such as ñ would be lost. Save it as “CSV UTF-8” and choose it again.",
    fault: (line: string, column: string | null, message: string) =>
      `Line ${line}${column === null ? "" : `, ${column}`}: ${message}`,
  },
  remove: "Delete",
  removed: (name: string) => `${name} is deleted.`,
  recognised: "Recognised by",
  kinds: {
    tax: "VAT and tax numbers",
    account: "Accounts",
    name: "Names as printed",
    postcode: "Postcodes",
    domain: "Web and e-mail domains",
  } satisfies Record<SellerKeyKind, string>,
  byPerson: "given by a person",
  usually: {
    title: "Usually",
    currencies: "Currency",
    document_types: "Documents",
    tax_rates: "Tax rates",
    terms: "Terms",
    number_series: "Numbers",
    amounts: "Totals",
    days: (n: number, count: string) => (n === 1 ? "1 day" : `${count} days`),
    often: (n: string, of: string) => `${n} of ${of}`,
    range: (lowest: string, usual: string, highest: string) => `${usual}, between ${lowest} and ${highest}`,
    series: "9 stands for any figure, A for any letter",
  },
  right: {
    title: "How often right as read",
    hint: (n: number, count: string) =>
      n === 1
        ? "In the newest invoice; what is corrected most first."
        : `In the newest ${count}; what is corrected most first.`,
    field: "Field",
    right: "Right",
    of: (n: string, of: string) => `${n} of ${of}`,
    ofNewest: (n: string, of: string) => `${n} of the newest ${of} needed no correction`,
  },
  sources: {
    title: "From these invoices",
    corrected: (n: number, count: string) =>
      n === 0 ? "right as read" : n === 1 ? "1 value corrected" : `${count} values corrected`,
    forgotten: "not learned from",
    noNumber: "without a number",
    none: "It has no confirmed invoice.",
  },
  events: {
    title: "What people did",
    by: (actor: string) => `by ${actor}`,
    types: {
      imported: "Imported",
      renamed: "Renamed",
      merged: "Merged with another",
      split: "Invoices became another seller's",
      split_off: "Made of another seller's invoices",
      forgotten: "What was learned was forgotten",
      other: "An event of another version of this system",
    } satisfies Record<SellerEventType, string>,
    fromTo: (from: string, to: string) => `${from} → ${to}`,
  },
};
