import type { Messages } from "./en";

/**
 * Why an invoice was rejected: what a person wrote, or in the reader's language what the API says of a split
 * (`functions/api/decisions.py`).
 */
export function rejectReason(reason: string, t: Messages): string {
  const parts = /^Split into (\d+) invoices$/.exec(reason)?.[1];
  if (parts !== undefined) return t.review.split.reason(Number(parts));
  return reason === "The split was taken back" ? t.review.split.takenBack : reason;
}
