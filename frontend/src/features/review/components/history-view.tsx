import type { AuditEvent } from "@/lib/api/types";
import { isRecord } from "@/lib/api/errors";
import { eventText } from "@/lib/i18n/event-text";
import { useI18n } from "@/lib/i18n/i18n";
import { pointerName } from "@/lib/i18n/field-text";
import { Button } from "@/lib/ui/button";
import { InfoIcon } from "@/lib/ui/icons";
import { EmptyState, ErrorState, Skeleton } from "@/lib/ui/states";
import { useEvents } from "../api/get-events";
import { withoutEndedStarts } from "../history";
import { FinalVersions } from "./final-versions";
import { ValueText } from "./value-text";
import styles from "./review.module.css";

/** The actor of what the machine does by itself. */
const SYSTEM = "system";
/** The actor of automatic confirmation. */
const AUTO = "auto";
/** Corrected values that are listed; the line above them counts all. */
const MOST_CHANGES = 20;

/** Who did what, and when: newest first. */
export function HistoryView({ invoiceId }: { invoiceId: number }) {
  const { t, f } = useI18n();
  const {
    data: events,
    error,
    refetch,
    hasNextPage,
    isFetchingNextPage,
    fetchNextPage,
  } = useEvents(invoiceId);
  if (error && !events) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!events) return <Skeleton rows={6} />;
  if (events.length === 0) return <EmptyState icon={<InfoIcon />} title={t.review.history.empty} />;
  return (
    <>
      <FinalVersions invoiceId={invoiceId} />
      <ol className={styles["history"]}>
        {withoutEndedStarts(events)
          .toReversed()
          .map((event) => (
            <li key={event.id}>
              <div className={styles["event"]}>
                <strong>{eventText(event, t, f)}</strong>
                <span className={styles["faint"]}>
                  {event.actor === AUTO
                    ? `${t.review.history.automatically} · `
                    : event.actor !== SYSTEM && `${t.review.history.by(event.actor)} · `}
                  <time dateTime={event.created_at}>{f.dateTime(event.created_at)}</time>
                </span>
              </div>
              <Changes event={event} />
            </li>
          ))}
      </ol>
      {hasNextPage && (
        <Button disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t.review.history.older}
        </Button>
      )}
    </>
  );
}

/** Values that a person corrected, before and after. */
function Changes({ event }: { event: AuditEvent }) {
  const { t } = useI18n();
  const all: unknown = event.data?.["changes"];
  const changes = Array.isArray(all) ? all.filter(isRecord) : [];
  if (changes.length === 0) return null;
  return (
    <ul className={styles["changes"]}>
      {changes.slice(0, MOST_CHANGES).map((change, index) => (
        <li key={index}>
          <span>{pointerName(String(change["pointer"]), t)}</span>
          <del>
            <ValueText pointer={String(change["pointer"])} value={change["from"]} />
          </del>
          <ins>
            <ValueText pointer={String(change["pointer"])} value={change["to"]} />
          </ins>
        </li>
      ))}
    </ul>
  );
}
