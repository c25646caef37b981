import { useI18n } from "@/lib/i18n/i18n";
import { useTotals } from "../api/list-confirmed";
import type { ConfirmedQuery } from "../search";
import styles from "./data.module.css";

/** The totals of all invoices that match the filter, per currency. */
export function TotalsBar({ which }: { which: ConfirmedQuery }) {
  const { t, f } = useI18n();
  const { data } = useTotals(which);
  return (
    <dl data-totals className={styles["totals"]} aria-label={t.data.totals}>
      <dt>{t.data.totals}</dt>
      {data?.totals.map(({ currency, net_amount, tax_amount, total_amount }) => (
        <dd key={currency ?? ""}>
          <strong>{f.money(total_amount, currency)}</strong>
          {!currency && <em>{t.data.noCurrency}</em>}
          {/* A net of nothing beside a total was stated by none of them. */}
          {(Number(net_amount) !== 0 || Number(total_amount) === 0) && (
            <span>
              {t.data.column.net_amount} {f.number(net_amount, 2)} · {t.data.column.tax_amount}{" "}
              {f.number(tax_amount, 2)}
            </span>
          )}
        </dd>
      ))}
      {data?.is_exact === false && <dd>{t.data.totalsTooMany}</dd>}
    </dl>
  );
}
