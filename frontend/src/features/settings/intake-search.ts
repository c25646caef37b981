/** Which mails and files are listed: everything, what became an invoice, what did not, or what is not finished. */
import { oneOf } from "@/lib/search-params";

export const SHOWN = ["all", "taken", "left", "pending"] as const;
export type Shown = (typeof SHOWN)[number];

/** What the page keeps in the URL: only what differs from the default. */
export interface IntakeSearch {
  shown?: Shown;
}

export function intakeSearch(raw: Record<string, unknown>): IntakeSearch {
  const shown = oneOf(raw["shown"], SHOWN, "all");
  return shown === "all" ? {} : { shown };
}
