import type { ConfirmedInvoice } from "@/lib/api/types";
import { useI18n } from "@/lib/i18n/i18n";
import { totalsByCurrency } from "../totals";
import styles from "./data.module.css";

/** `complete`: the rows are all there are, not one page of many. */
export function TotalsBar({
  invoices,
  complete,
}: {
  invoices: readonly ConfirmedInvoice[];
  complete: boolean;
}) {
  const { t, f } = useI18n();
  return (
    <dl className={styles["totals"]} aria-label={complete ? t.data.totalsAll : t.data.totals}>
      <dt>{complete ? t.data.totalsAll : t.data.totals}</dt>
      {totalsByCurrency(invoices).map(({ currency, net, tax, total }) => (
        <dd key={currency ?? ""}>
          <strong>{f.money(total, currency)}</strong>
          <span>
            {t.data.column.net_amount} {f.number(net, 2)} · {t.data.column.tax_amount} {f.number(tax, 2)}
          </span>
        </dd>
      ))}
    </dl>
  );
}
