import type { AuditEvent } from "@/lib/api/types";
import type { Messages } from "./en";
import { sentenceOfCode } from "./error-text";
import type { EventFormats } from "./event-sentences";
import type { Formats } from "./formats";
import { rejectReason } from "./reject-reason";

/** One line for an event, in the reader's language and number format. */
export function eventText(
  { type, data }: Pick<AuditEvent, "type" | "data">,
  t: Messages,
  f: Formats,
): string {
  // The table of the language has checked each sentence against the data of its type.
  const write = t.review.history.events[type] as (data: never, formats: EventFormats) => string;
  return write((data ?? {}) as never, {
    seconds: f.seconds,
    number: f.number,
    size: f.size,
    date: f.date,
    dateTime: f.dateTime,
    source: (source) => t.review.evidence.sources[source],
    extractor: (extractor) => t.extractors[extractor],
    rejectReason: (reason) => rejectReason(reason, t),
    error: (code) => sentenceOfCode(code, t) ?? code,
  });
}
