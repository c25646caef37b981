/** The history in English. */
import { sentence, when, type EventFormats, type EventSentences } from "./event-sentences";

const attempt = (n: number | null | undefined, { number }: EventFormats) =>
  n === 1 ? null : when(n, (value) => `attempt ${number(value)}`);
const pages = (n: number, { number }: EventFormats) => (n === 1 ? "1 page" : `${number(n)} pages`);
const range = ([first, last]: readonly number[]) =>
  first === last ? `page ${first}` : `pages ${first}–${last}`;
const findings = (n: number, { number }: EventFormats) =>
  n === 0 ? "no findings" : n === 1 ? "1 finding" : `${number(n)} findings`;
const because = (code: string | null | undefined, { error }: EventFormats) =>
  when(code, (value) => `: ${error(value)}`) ?? ".";
const again = (iso: string | null | undefined, { dateTime }: EventFormats) =>
  when(iso, (value) => ` Next attempt at ${dateTime(value)}.`) ?? "";

export const events: EventSentences = {
  uploaded: ({ size }, f) => sentence("Received", when(size, f.size)),
  "ocr.started": (data, f) => sentence("Reading started", attempt(data.attempt, f)),
  "ocr.finished": ({ seconds, pages: count, sources, from_cache }, f) =>
    sentence(
      when(seconds, (value) => `Read in ${f.seconds(value)}`) ?? "Read",
      when(count, (value) => pages(value, f)),
      when(sources, (value) => `by ${[...new Set(value.map(f.source))].join(" and ")}`),
      from_cache ? "kept from an earlier reading of the same file" : null,
    ),
  "ocr.postponed": ({ code, next_attempt_at }, f) =>
    `Reading postponed${because(code, f)}${again(next_attempt_at, f)}`,
  "ocr.failed": ({ code }, f) => `Reading failed${because(code, f)}`,
  "extract.started": (data, f) => sentence("Finding the data started", attempt(data.attempt, f)),
  "extract.finished": ({ seconds, extractor, findings: codes }, f) =>
    sentence(
      [
        when(seconds, (value) => `Data found in ${f.seconds(value)}`) ?? "Data found",
        when(extractor, (value) => `by ${f.extractor(value)}`),
      ]
        .filter((part) => part !== null)
        .join(" "),
      when(codes, (value) => findings(value.length, f)),
    ),
  "extract.postponed": ({ code, next_attempt_at }, f) =>
    `Finding the data postponed${because(code, f)}${again(next_attempt_at, f)}`,
  "extract.failed": ({ code }, f) => `Finding the data failed${because(code, f)}`,
  corrected: ({ changed }, f) =>
    sentence(
      "Corrected",
      when(changed, (n) => (n === 1 ? "1 value" : `${f.number(n)} values`)),
    ),
  confirmed: ({ open_errors: codes }, { number }) =>
    codes?.length
      ? `Confirmed, ${codes.length === 1 ? "1 error" : `${number(codes.length)} errors`} accepted: ${codes.join(", ")}`
      : "Confirmed",
  rejected: ({ reason }, { rejectReason }) => (reason ? `Rejected: ${rejectReason(reason)}` : "Rejected"),
  retried: () => "Sent to be read again",
  reopened: ({ reason }) => (reason ? `Reopened for review: ${reason}` : "Reopened for review"),
  split: ({ parts }) =>
    sentence(
      "Split",
      when(parts, (value) => value.map((part) => `no. ${part.invoice_id} (${range(part.pages)})`).join(", ")),
    ),
  split_off: ({ parent_id, pages }) =>
    sentence(
      when(parent_id, (id) => `Split from no. ${id}`) ?? "Split from another file",
      when(pages, range),
    ),
  exported: ({ reference }) => (reference ? `Exported as ${reference}` : "Exported"),
  export_undone: () => "Export taken back",
  payment_written: ({ payment_id }) =>
    sentence(
      "In a payment file",
      when(payment_id, (id) => `no. ${id}`),
    ),
  payment_undone: ({ payment_id }) =>
    sentence(
      "Payment file taken back",
      when(payment_id, (id) => `no. ${id}`),
    ),
  postponed: ({ until }, { date }) =>
    when(until, (day) => `Review postponed until ${date(day)}`) ?? "Due for review again",
  told_apart: ({ invoice_id, apart }) =>
    apart === false
      ? (when(invoice_id, (id) => `May be no. ${id} again`) ?? "May be another invoice again")
      : (when(invoice_id, (id) => `Told apart from no. ${id}`) ?? "Told apart from another invoice"),
  labelled: ({ reference, tags, company, changed }) =>
    sentence(
      "Filed anew",
      changed?.includes("reference") ? (reference ? `reference ${reference}` : "without a reference") : null,
      when(tags, (all) => (all.length ? `tags ${all.join(", ")}` : "without tags")),
      changed?.includes("company")
        ? company
          ? `for own company no. ${company}`
          : "for no own company"
        : null,
    ),
  deleted: () => "Deleted",
  other: () => "An event of another version of this system",
};
