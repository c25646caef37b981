import { useRef } from "react";
import type { InvoiceRow } from "@/lib/api/types";
import { useI18n } from "@/lib/i18n/i18n";
import { Button } from "@/lib/ui/button";
import { Dialog } from "@/lib/ui/dialog";
import { sumsByCurrency } from "../sums";
import styles from "./inbox.module.css";

interface Props {
  rows: readonly InvoiceRow[];
  onCancel: () => void;
  onConfirm: () => void;
}

/** Asks before several invoices are confirmed, with their number, their totals and how many accounts are new. */
export function ConfirmAllDialog({ rows, onCancel, onConfirm }: Props) {
  const { t, f } = useI18n();
  const button = useRef<HTMLButtonElement>(null);
  const count = f.number(rows.length);
  const newAccounts = rows.filter((row) => row.worst_finding?.code === "account-first-time").length;
  return (
    <Dialog
      open
      onClose={onCancel}
      title={t.inbox.confirmTitle(rows.length, count)}
      hint={t.inbox.confirmHint}
      initialFocus={button}
      actions={
        <>
          <Button onClick={onCancel}>{t.action.cancel}</Button>
          <Button ref={button} variant="primary" onClick={onConfirm}>
            {t.inbox.bulkConfirm(count)}
          </Button>
        </>
      }
    >
      <table className={styles["sums"]}>
        <tbody>
          {sumsByCurrency(rows).map(({ currency, count, total, withoutTotal }) => (
            <tr key={currency}>
              <th scope="row">{t.dashboard.invoices(count)}</th>
              <td>
                {f.money(total, currency ?? t.inbox.noCurrency)}
                {withoutTotal > 0 && <small>{t.inbox.withoutTotal(withoutTotal)}</small>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {newAccounts > 0 && <p className={styles["newAccounts"]}>{t.inbox.newAccounts(newAccounts)}</p>}
    </Dialog>
  );
}
