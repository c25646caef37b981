/** Where a search has found its words in an invoice, with the words marked. */
import type { Match } from "@/lib/api/types";
import { useI18n } from "@/lib/i18n/i18n";
import { Marked } from "@/lib/invoices/marked";
import styles from "./inbox.module.css";

/** An excerpt of what the row does not show. */
export function MatchLine({ match }: { match: Match }) {
  const { t } = useI18n();
  return (
    <p className={styles["match"]}>
      <span>{t.inbox.matchedIn[match.field]}: </span>
      <Marked match={match} />
    </p>
  );
}
