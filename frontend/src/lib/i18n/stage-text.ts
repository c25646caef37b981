import type { Invoice } from "@/lib/api/types";
import type { Messages } from "./en";

/** What is being done with an invoice: "Reading page 2 of 5"; null before it begins. */
export function stageText(
  { stage, reading }: Pick<Invoice, "stage" | "reading">,
  t: Messages,
): string | null {
  if (stage === "ocr" && reading) return t.readingPage(Math.min(reading.read + 1, reading.of), reading.of);
  return stage && t.stage[stage];
}
