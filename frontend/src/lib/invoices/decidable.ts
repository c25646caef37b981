/** In which status an invoice may be rejected, and read again. */
import type { Status } from "@/lib/api/types";

const REJECTABLE: ReadonlySet<Status> = new Set(["processing", "waiting_validation", "failed"]);
const RETRIABLE: ReadonlySet<Status> = new Set(["failed", "rejected"]);

export const canReject = (status: Status): boolean => REJECTABLE.has(status);
export const canRetry = (status: Status): boolean => RETRIABLE.has(status);
