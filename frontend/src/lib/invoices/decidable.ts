/** What may be done with an invoice by its status, and whether without a look. */
import type { InvoiceRow, Status } from "@/lib/api/types";

const REJECTABLE: ReadonlySet<Status> = new Set(["processing", "waiting_validation", "failed"]);
const RETRIABLE: ReadonlySet<Status> = new Set(["failed", "rejected"]);

const REOPENABLE: ReadonlySet<Status> = new Set(["processed", "rejected"]);

export const canReject = (status: Status): boolean => REJECTABLE.has(status);
export const canRetry = (status: Status): boolean => RETRIABLE.has(status);
export const canReopen = (status: Status): boolean => REOPENABLE.has(status);

/** Neither an error nor a warning: what `findings=none` lists, and `confirm?if=no-findings` confirms. */
export const isClean = ({
  checks_summary: { error, warning },
}: Pick<InvoiceRow, "checks_summary">): boolean => error === 0 && warning === 0;
