import type { Status, StatusSummary } from "@/lib/api/types";

/** How many have the status and are not put off until a later day. */
export const dueOf = (status: Status, { summary, postponed }: StatusSummary): number =>
  status === "waiting_validation" ? Math.max(0, summary[status] - postponed) : summary[status];
