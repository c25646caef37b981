import { Link } from "@tanstack/react-router";
import type { Statistics } from "@/lib/api/types";
import { useI18n } from "@/lib/i18n/i18n";
import { useInvoices } from "@/lib/invoices/list-invoices";
import { Skeleton } from "@/lib/ui/states";
import { ComparedBars } from "./compared-bars";
import { Panel } from "./panel";
import styles from "./dashboard.module.css";

const OLDEST_FIRST = { sort: "created_at", dir: "asc" } as const;

/** The five that wait longest, and the way to them and to all others in this order. */
export function OldestWaiting() {
  const { t, f } = useI18n();
  const { data } = useInvoices({
    status: ["waiting_validation"],
    postponed: false,
    sort_by: OLDEST_FIRST.sort,
    sort_order: OLDEST_FIRST.dir,
    page: 1,
    per_page: 5,
  });
  return (
    <Panel title={t.dashboard.oldest} empty={data?.total === 0 ? t.dashboard.nothingWaits : null}>
      {data ? (
        <>
          <ol className={styles["oldest"]}>
            {data.invoices.map((row) => (
              <li key={row.id}>
                <Link
                  to="/review/$invoiceId"
                  params={{ invoiceId: String(row.id) }}
                  search={OLDEST_FIRST}
                  className={styles["name"]}
                >
                  {row.seller_name ?? row.filename}
                  {row.invoice_number && (
                    <>
                      {"\u00a0· "}
                      <span className={styles["whole"]}>{row.invoice_number}</span>
                    </>
                  )}
                </Link>
                <span className="number">{f.money(row.total_amount, row.currency)}</span>
                <span className={styles["faint"]} title={f.dateTime(row.created_at)}>
                  {f.ago(row.created_at)}
                </span>
              </li>
            ))}
          </ol>
          <Link to="/inbox" search={{ tab: "waiting_validation", ...OLDEST_FIRST }} className={styles["all"]}>
            {t.dashboard.showOldest}
          </Link>
        </>
      ) : (
        <Skeleton rows={5} />
      )}
    </Panel>
  );
}

/** How long invoices wait, and what they are worth: in one currency at a time. */
export function WaitingByAge({ waiting }: { waiting: Statistics["waiting"][number] | undefined }) {
  const { t, f } = useI18n();
  const title = t.dashboard.waiting;
  if (!waiting) {
    return (
      <Panel title={title} empty={t.dashboard.nothingWaits}>
        {null}
      </Panel>
    );
  }
  return (
    <Panel title={title}>
      <p className={styles["sum"]}>
        <strong>{f.money(waiting.total, waiting.currency ?? t.dashboard.noCurrency)}</strong>
        <span className={styles["faint"]}>{t.dashboard.invoices(waiting.count)}</span>
      </p>
      <ComparedBars
        bars={waiting.by_age.map(({ from_days, to_days, count, total }) => ({
          key: String(from_days),
          label:
            to_days === null ? t.dashboard.daysAndMore(from_days) : t.dashboard.daysOld(from_days, to_days),
          value: count,
          text: f.number(count),
          more: count > 0 ? f.money(total, waiting.currency) : undefined,
        }))}
      />
    </Panel>
  );
}
