/** The audit trail as a person reads it: a step of the machine is one line, and a start is not shown beside its end. */
import type { AuditEvent, AuditEventType } from "@/lib/api/types";

type Ending = readonly AuditEventType[];

/** Which events end what a started event began. */
const ENDED_BY: Partial<Record<AuditEventType, Ending>> = {
  "ocr.started": ["ocr.finished", "ocr.postponed", "ocr.failed"],
  "extract.started": ["extract.finished", "extract.postponed", "extract.failed"],
};

/** The events without the starts whose ending follows before the next start of the same stage. Oldest first, as given. */
export function withoutEndedStarts(events: readonly AuditEvent[]): AuditEvent[] {
  return events.filter(({ type }, index) => {
    const endings = ENDED_BY[type];
    if (!endings) return true;
    const next = events.slice(index + 1).find((later) => later.type === type || endings.includes(later.type));
    return next === undefined || next.type === type;
  });
}
