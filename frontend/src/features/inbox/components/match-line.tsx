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

interface CellProps {
  field: Match["field"];
  text: string;
  match: Match | null;
}

/** A value of the row, with the words in it that were searched. */
export function MarkedText({ field, text, match }: CellProps) {
  return match && isWithin(match, field, text) ? <Marked match={match} /> : text;
}

/** Whether the words are marked in a value of the row already. */
export const isWithin = (match: Match, field: Match["field"], text: string | null): boolean =>
  match.field === field && match.text === text;
