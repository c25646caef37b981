import { Link } from "@tanstack/react-router";
import type { Seller } from "@/lib/api/types";
import { useI18n } from "@/lib/i18n/i18n";
import { Panel } from "./panel";
import styles from "./seller.module.css";

/** The newest invoices, from which all of this is known: each is a link. */
export function Sources({ seller }: { seller: Seller }) {
  const { t, f } = useI18n();
  const words = t.sellers.sources;
  return (
    <Panel title={words.title}>
      {seller.newest.length === 0 ? (
        <p className={styles["faint"]}>{words.none}</p>
      ) : (
        <ul className={styles["sources"]}>
          {seller.newest.map((one) => (
            <li key={one.invoice_id}>
              <Link to="/review/$invoiceId" params={{ invoiceId: String(one.invoice_id) }}>
                {one.invoice_number ?? words.noNumber}
              </Link>
              <span className="number">{f.money(one.total_amount, one.currency)}</span>
              <small>
                {[
                  f.date(one.issue_date),
                  words.corrected(one.corrected, f.number(one.corrected)),
                  !one.teaches && words.forgotten,
                ]
                  .filter(Boolean)
                  .join(" · ")}
              </small>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
