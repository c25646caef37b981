/** What is done to the selected rows together, and what becomes of it: a message, Undo, and who was left out and why. */
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { InvoiceRow } from "@/lib/api/types";
import { useErrorText } from "@/lib/i18n/error-text";
import { reasonText } from "@/lib/i18n/finding-text";
import { useI18n } from "@/lib/i18n/i18n";
import { useBulkJobs } from "@/lib/invoices/bulk-jobs";
import { confirmInvoice, openFindings } from "@/lib/invoices/confirm-invoice";
import type { Decided } from "@/lib/invoices/decision";
import { postponeInvoice } from "@/lib/invoices/postpone-invoice";
import { refreshAllInvoices } from "@/lib/invoices/refresh";
import { rejectInvoice } from "@/lib/invoices/reject-invoice";
import { retryInvoice } from "@/lib/invoices/retry-invoice";
import { useUndo } from "@/lib/invoices/undo-decision";
import { showResult, type LeftOutRow } from "./bulk-result";
import type { Possible } from "./selection";

interface Action {
  /** What is being done: "Confirming". */
  title: string;
  rows: readonly InvoiceRow[];
  act: (row: InvoiceRow) => Promise<Done>;
  text: (n: number) => string;
  leftOut?: readonly LeftOutRow[];
}

/** What was done to an invoice; `decision` is there if Undo can take it back. */
interface Done {
  decision: Decided | null;
}

export function useBulkActions(onDone: () => void) {
  const { t, f } = useI18n();
  const errorText = useErrorText();
  const client = useQueryClient();
  const jobs = useBulkJobs();
  const { offer } = useUndo();
  const [busy, setBusy] = useState(false);

  const whyRefused = (error: Error): string => {
    const findings = openFindings(error)?.filter(({ level }) => level !== "info");
    return findings
      ? [...new Set(findings.map((finding) => reasonText(finding, t, f)))].join(", ")
      : errorText(error);
  };

  const run = async ({ title, rows, act, text, leftOut = [] }: Action): Promise<void> => {
    if (rows.length === 0) return;
    setBusy(true);
    showResult(null);
    const { done, failed, left } = await jobs.run(title, rows, act);
    setBusy(false);
    onDone();
    refreshAllInvoices(client);
    const decisions = done.flatMap(({ decision }) => decision ?? []);
    const refused = failed.map(({ item, error }) => ({ row: item, reason: whyRefused(error) }));
    const undo =
      done.length > 0
        ? offer({ text: text(done.length), decisions, onUndone: () => showResult(null) })
        : null;
    if (done.length === 1 && refused.length + leftOut.length + left.length === 0) return;
    showResult({ text: text(done.length), leftOut: [...refused, ...leftOut], notTried: left.length, undo });
  };

  return {
    busy,
    /** Only what is clean, in the version that was seen; what is to be checked is named afterwards. */
    confirm: ({ confirm, toCheck }: Pick<Possible, "confirm" | "toCheck">) =>
      run({
        title: t.inbox.jobs.confirm,
        rows: confirm,
        act: async ({ id, version }) => ({ decision: await confirmInvoice({ id, version, unseen: true }) }),
        text: t.inbox.confirmed,
        leftOut: toCheck.map((row) => ({
          row,
          reason: row.worst_finding ? reasonText(row.worst_finding, t, f) : t.inbox.toCheck,
        })),
      }),
    reject: (rows: readonly InvoiceRow[], reason: string) =>
      run({
        title: t.inbox.jobs.reject,
        rows,
        act: async ({ id, status }) => {
          const decision = await rejectInvoice({ id, reason });
          // Only what waited for review goes back to it; the rest is read again.
          return { decision: status === "waiting_validation" ? decision : null };
        },
        text: t.inbox.rejected,
      }),
    retry: (rows: readonly InvoiceRow[]) =>
      run({
        title: t.inbox.jobs.retry,
        rows,
        act: async ({ id }) => {
          await retryInvoice(id);
          return { decision: null };
        },
        text: t.inbox.retried,
      }),
    /** Until an ISO day; null: to be reviewed now. */
    postpone: (rows: readonly InvoiceRow[], until: string | null) =>
      run({
        title: t.inbox.jobs.postpone,
        rows,
        act: async ({ id }) => {
          await postponeInvoice({ id, until });
          return { decision: null };
        },
        text: (n) => (until ? t.inbox.postponed(n, f.date(until)) : t.inbox.dueNow(n)),
      }),
  };
}
