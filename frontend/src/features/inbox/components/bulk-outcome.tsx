import { Link } from "@tanstack/react-router";
import { useI18n } from "@/lib/i18n/i18n";
import { Button, IconButton } from "@/lib/ui/button";
import { CloseIcon, UndoIcon } from "@/lib/ui/icons";
import { showResult, type BulkResult } from "../bulk-result";
import type { InboxSearch } from "../search";
import styles from "./inbox.module.css";

/** More would be read by nobody; the list has them all. */
const MOST_NAMED = 100;

interface Props {
  result: BulkResult;
  search: Partial<InboxSearch>;
}

/** What a bulk action did, with Undo, and the invoices that it skipped, each with the reason. */
export function BulkOutcome({ result, search }: Props) {
  const { t, f } = useI18n();
  const { text, leftOut, notTried, undo } = result;
  const more = leftOut.length - MOST_NAMED;
  return (
    <section className={styles["outcome"]} role="alert">
      <header>
        <strong>{text}</strong>
        {leftOut.length > 0 && <span>{t.inbox.leftOut(leftOut.length, f.number(leftOut.length))}</span>}
        {notTried > 0 && <span>{t.inbox.notTried(notTried, f.number(notTried))}</span>}
        {undo && (
          <Button small onClick={undo}>
            <UndoIcon aria-hidden />
            {t.action.undo}
          </Button>
        )}
        <IconButton small label={t.action.close} onClick={() => showResult(null)}>
          <CloseIcon aria-hidden />
        </IconButton>
      </header>
      {leftOut.length > 0 && (
        <ul aria-label={t.inbox.leftOutList}>
          {leftOut.slice(0, MOST_NAMED).map(({ row, reason }) => (
            <li key={row.id}>
              <Link to="/review/$invoiceId" params={{ invoiceId: String(row.id) }} search={search}>
                {[row.seller_name, row.invoice_number, row.filename].filter(Boolean).join(" · ")}
              </Link>
              : {reason}
            </li>
          ))}
          {more > 0 && <li>{t.inbox.andMore(f.number(more))}</li>}
        </ul>
      )}
    </section>
  );
}
