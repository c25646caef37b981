import type { AuditEvent } from "@/lib/api/types";
import { isRecord } from "@/lib/api/errors";
import { useI18n } from "@/lib/i18n/i18n";
import { InfoIcon } from "@/lib/ui/icons";
import { EmptyState, ErrorState, Skeleton } from "@/lib/ui/states";
import { useEvents } from "../api/get-events";
import { ValueText } from "./value-text";
import { usePointerName } from "./pointer-name";
import styles from "./review.module.css";

/** Who did what, and when: newest first. */
export function HistoryView({ invoiceId }: { invoiceId: number }) {
  const { t, f } = useI18n();
  const { data, error, refetch } = useEvents(invoiceId);
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton rows={6} />;
  if (data.events.length === 0) return <EmptyState icon={<InfoIcon />} title={t.review.history.empty} />;
  return (
    <ol className={styles["history"]}>
      {data.events.toReversed().map((event) => (
        <li key={event.id}>
          <div className={styles["event"]}>
            <strong>
              {t.review.history.types[event.type] ?? event.type.replaceAll("_", " ").replaceAll("-", " ")}
            </strong>
            <span className={styles["faint"]}>
              {t.review.history.by(event.actor)} ·{" "}
              <time dateTime={event.created_at}>{f.dateTime(event.created_at)}</time>
            </span>
          </div>
          <EventData event={event} />
        </li>
      ))}
    </ol>
  );
}

function EventData({ event }: { event: AuditEvent }) {
  const nameOfPointer = usePointerName();
  const { data } = event;
  if (!data) return null;
  const changes = Array.isArray(data["changes"]) ? data["changes"].filter(isRecord) : [];
  if (changes.length > 0) {
    return (
      <ul className={styles["changes"]}>
        {changes.slice(0, 20).map((change, index) => (
          <li key={index}>
            <span>{nameOfPointer(String(change["pointer"]))}</span>
            <del>
              <ValueText value={change["from"]} />
            </del>
            <ins>
              <ValueText value={change["to"]} />
            </ins>
          </li>
        ))}
      </ul>
    );
  }
  const facts = Object.entries(data).filter(([, value]) => value !== null && typeof value !== "object");
  if (facts.length === 0) return null;
  return (
    <p className={styles["details"]}>
      {facts.map(([name, value]) => `${name.replaceAll("_", " ")}: ${String(value)}`).join(" · ")}
    </p>
  );
}
