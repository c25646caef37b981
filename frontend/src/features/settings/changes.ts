/** The changes that webhooks are sent, in the order of an invoice's way. */
import type { ChangeType } from "@/lib/api/types";

const ORDER: Readonly<Record<ChangeType, number>> = {
  received: 0,
  ready: 1,
  failed: 2,
  corrected: 3,
  confirmed: 4,
  reopened: 5,
  rejected: 6,
  exported: 7,
  deleted: 8,
};

export const CHANGES = Object.keys(ORDER) as readonly ChangeType[];
