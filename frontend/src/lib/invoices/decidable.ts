/** In which status an invoice may be rejected, read again, and taken back to be reviewed. */
import type { Status } from "@/lib/api/types";

const REJECTABLE: ReadonlySet<Status> = new Set(["processing", "waiting_validation", "failed"]);
const RETRIABLE: ReadonlySet<Status> = new Set(["failed", "rejected"]);

const REOPENABLE: ReadonlySet<Status> = new Set(["processed", "rejected"]);

export const canReject = (status: Status): boolean => REJECTABLE.has(status);
export const canRetry = (status: Status): boolean => RETRIABLE.has(status);
export const canReopen = (status: Status): boolean => REOPENABLE.has(status);
