import type { IntakeSource } from "@/lib/api/types";
import { useI18n } from "@/lib/i18n/i18n";
import { ConfirmedIcon, ErrorIcon } from "@/lib/ui/icons";
import styles from "./intake.module.css";

/** The mailboxes, folders and buckets, and whether something comes from each. */
export function IntakeSources({ sources }: { sources: readonly IntakeSource[] }) {
  const { t } = useI18n();
  return (
    <section>
      <h2>{t.intake.title}</h2>
      <p>{sources.length > 0 ? t.intake.hint : t.intake.none}</p>
      {sources.length > 0 && (
        <ul className={styles["sources"]}>
          {sources.map((source) => (
            <Source key={source.id} source={source} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Source({ source }: { source: IntakeSource }) {
  const { t, f } = useI18n();
  const words = t.intake.source;
  const { trouble, trouble_since: since, looked_at: looked } = source;
  const isLate = isOverdue(source, new Date());
  return (
    <li data-state={trouble || isLate ? "trouble" : "fine"}>
      {trouble || isLate ? <ErrorIcon aria-hidden /> : <ConfirmedIcon aria-hidden />}
      <div>
        <strong>{t.intake.kinds[source.kind]}</strong>{" "}
        <span className={styles["address"]}>{source.name}</span>
        <small>
          {trouble
            ? `${t.intake.troubles[trouble]}${since ? ` ${words.since(f.dateTime(since))}` : ""}`
            : isLate
              ? words.late
              : looked
                ? words.looked(f.ago(looked))
                : words.notYet}
        </small>
      </div>
    </li>
  );
}

/** How long after its time a look is still awaited: taking in a long mail delays it. */
const GRACE = 10 * 60_000;

/** Whether it should have been looked at long ago: the intake does not run. */
function isOverdue({ next_look_at: next }: IntakeSource, now: Date): boolean {
  return next !== null && now.getTime() - new Date(next).getTime() > GRACE;
}
