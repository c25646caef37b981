/** What the invoice is, in one or two sentences of the reader's language, as shared/domain/summary.py writes them in English. */
import type { Finding, InvoiceData } from "@/lib/api/types";
import type { Messages } from "@/lib/i18n/en";
import { findingText } from "@/lib/i18n/finding-text";
import type { Formats } from "@/lib/i18n/formats";

/** Codes that are named; further ones are counted. */
const NAMED = 3;

export function summaryText(
  data: InvoiceData,
  findings: readonly Finding[],
  t: Messages,
  f: Formats,
): string {
  const words = t.review.summary;
  const { seller, buyer, currency, total_amount, amount_due, lines } = data;
  const codes = [...new Set([...data.operation_codes, ...lines.flatMap((line) => line.operation_codes)])];
  const named = codes.slice(0, NAMED).join(", ");
  const opening = [
    words.kind[data.document_type ?? "none"],
    data.invoice_number,
    seller.name && words.from(seller.name),
    buyer.name && words.to(buyer.name),
    data.issue_date && words.dated(f.date(data.issue_date)),
    total_amount && words.amount(f.money(total_amount, currency)),
  ];
  const parts = [
    opening.filter(Boolean).join(" "),
    amount_due && amount_due !== total_amount && words.owed(f.money(amount_due, currency)),
    data.due_date && words.due(f.date(data.due_date)),
    lines.length > 0 && words.lines(lines.length),
    codes.length > NAMED && words.moreOrders(named, codes.length - NAMED),
    codes.length > 0 && codes.length <= NAMED && words.orders(named),
  ];
  return `${parts.filter(Boolean).join(", ")}. ${verdict(findings, t, f)}`;
}

function verdict(findings: readonly Finding[], t: Messages, f: Formats): string {
  const serious = (["error", "warning"] as const).flatMap((level) =>
    findings.filter((finding) => finding.level === level),
  );
  const [first = findings.find(({ code }) => code === "total-not-compared")] = serious;
  if (!first) return t.review.summary.fine;
  const others = serious.length - 1;
  const said = findingText(first, t, f);
  return others > 0 ? `${said} ${t.review.summary.more(others)}` : said;
}
