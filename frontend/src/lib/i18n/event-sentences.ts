/** What a language gives for the history: one sentence for each type of event, written from the event's data. */
import type { AuditEventData, AuditEventType, Extractor, Source } from "@/lib/api/types";

/** Writes a part of an event's data in the reader's language and number format. */
export interface EventFormats {
  /** A duration in seconds: "8 s", "0.4 s". */
  seconds: (value: number) => string;
  number: (value: number) => string;
  size: (bytes: number) => string;
  date: (iso: string) => string;
  dateTime: (iso: string) => string;
  source: (source: Source) => string;
  extractor: (extractor: Extractor) => string;
  /** The sentence of an error by its code. */
  error: (code: string) => string;
  /** Why it was rejected, as `rejectReason` says it. */
  rejectReason: (reason: string) => string;
}

/** Every part may be missing: events are kept as the version of the server that wrote them wrote them. */
type Stored<Data> = { [Name in keyof Data]?: Data[Name] | null };

export type EventSentences = {
  [Type in AuditEventType]: (data: Stored<AuditEventData[Type]>, formats: EventFormats) => string;
};

/** The part's words; null where the event does not hold the part. */
export function when<Part>(part: Part | null | undefined, words: (part: Part) => string): string | null {
  return part === null || part === undefined ? null : words(part);
}

/** What the event is, and the parts that it has: "Read in 8 s, 2 pages". */
export function sentence(start: string, ...parts: (string | null)[]): string {
  return [start, ...parts.filter((part) => part !== null)].join(", ");
}
