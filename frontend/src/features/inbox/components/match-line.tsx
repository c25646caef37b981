/** Where a search has found its words in an invoice, with the words marked. */
import type { Match } from "@/lib/api/types";
import { useI18n } from "@/lib/i18n/i18n";
import { markedPieces } from "@/lib/invoices/marked-pieces";
import styles from "./inbox.module.css";

export function MatchLine({ match }: { match: Match }) {
  const { t } = useI18n();
  return (
    <p className={styles["match"]}>
      <span>{t.inbox.matchedIn[match.field]}: </span>
      {markedPieces(match).map(({ text, marked }, index) =>
        marked ? <mark key={index}>{text}</mark> : <span key={index}>{text}</span>,
      )}
    </p>
  );
}
