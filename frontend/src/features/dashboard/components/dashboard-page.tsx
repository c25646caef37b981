import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { Statistics, Status, StatusCounts } from "@/lib/api/types";
import { useI18n } from "@/lib/i18n/i18n";
import { useStatusSummary } from "@/lib/invoices/status-summary";
import { EmptyState, ErrorState, Skeleton } from "@/lib/ui/states";
import { DashboardIcon } from "@/lib/ui/icons";
import { useStatistics } from "../api/get-statistics";
import { byWeek } from "../weeks";
import { BarChart } from "./bar-chart";
import { NumbersTable } from "./numbers-table";
import styles from "./dashboard.module.css";

/** More days than these are shown week by week: thinner bars would be unreadable. */
const MOST_BARS = 45;
const PERIODS = [30, 90, 365] as const;

export function DashboardPage() {
  const { t } = useI18n();
  const [days, setDays] = useState<number>(90);
  const summary = useStatusSummary();
  const statistics = useStatistics(days);
  return (
    <div className={styles["page"]}>
      <header className={styles["header"]}>
        <h1>{t.dashboard.title}</h1>
        <label>
          <span>{t.dashboard.period}</span>
          <select value={days} onChange={(event) => setDays(Number(event.target.value))}>
            {PERIODS.map((period) => (
              <option key={period} value={period}>
                {t.dashboard.days(period)}
              </option>
            ))}
          </select>
        </label>
      </header>
      {summary.data && <StatusCards counts={summary.data} />}
      {statistics.isPending ? (
        <Skeleton rows={10} />
      ) : statistics.isError && !statistics.data ? (
        <ErrorState error={statistics.error} onRetry={() => void statistics.refetch()} />
      ) : (
        <Figures statistics={statistics.data} />
      )}
    </div>
  );
}

const ORDER: readonly Status[] = ["processing", "waiting_validation", "processed", "rejected", "failed"];

function StatusCards({ counts }: { counts: StatusCounts }) {
  const { t, f } = useI18n();
  return (
    <ul className={styles["cards"]}>
      {ORDER.map((status) => (
        <li key={status}>
          <Link to="/inbox" search={{ tab: status }} className={styles["card"]} data-status={status}>
            <strong>{f.number(counts[status])}</strong>
            <span>{t.status[status]}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

function Figures({ statistics }: { statistics: Statistics }) {
  return (
    <div className={styles["figures"]}>
      <Throughput days={statistics.by_day} />
      <Untouched {...statistics.untouched} />
      <Amounts months={statistics.amounts_by_month} />
      <Sellers sellers={statistics.top_sellers} />
    </div>
  );
}

function Throughput({ days }: { days: Statistics["by_day"] }) {
  const { t, f } = useI18n();
  const bars = days.length > MOST_BARS ? byWeek(days) : days;
  const title = bars === days ? t.dashboard.throughput : t.dashboard.throughputByWeek;
  const nothing = days.every(({ received, confirmed }) => received + confirmed === 0);
  return (
    <section className={`${styles["panel"] ?? ""} ${styles["wide"] ?? ""}`}>
      <h2>{title}</h2>
      {nothing ? (
        <Nothing />
      ) : (
        <>
          <BarChart
            title={title}
            labels={bars.map(({ date }) => f.day(date))}
            series={[
              { name: t.dashboard.received, values: bars.map(({ received }) => received) },
              { name: t.dashboard.confirmed, values: bars.map(({ confirmed }) => confirmed) },
            ]}
            format={(value) => f.number(value)}
          />
          <NumbersTable
            title={t.dashboard.throughput}
            head={[t.dashboard.day, t.dashboard.received, t.dashboard.confirmed]}
            rows={days
              .filter(({ received, confirmed }) => received + confirmed > 0)
              .map(({ date, received, confirmed }) => [
                f.date(date),
                f.number(received),
                f.number(confirmed),
              ])}
          />
        </>
      )}
    </section>
  );
}

function Untouched({ confirmed, without_changes }: Statistics["untouched"]) {
  const { t, f } = useI18n();
  const share = confirmed > 0 ? without_changes / confirmed : 0;
  return (
    <section className={styles["panel"]}>
      <h2>{t.dashboard.untouched}</h2>
      {confirmed === 0 ? (
        <p className={styles["faint"]}>{t.dashboard.untouchedNone}</p>
      ) : (
        <>
          <p className={styles["big"]}>{f.percent(share)}</p>
          <meter className={styles["meter"]} value={share} aria-label={t.dashboard.untouched} />
          <p className={styles["faint"]}>
            {t.dashboard.untouchedOf(f.number(without_changes), f.number(confirmed))}
          </p>
        </>
      )}
    </section>
  );
}

function Amounts({ months }: { months: Statistics["amounts_by_month"] }) {
  const { t, f } = useI18n();
  const currencies = [...new Set(months.map(({ currency }) => currency))];
  const [chosen, setChosen] = useState<string | null | undefined>(undefined);
  const currency = chosen === undefined || !currencies.includes(chosen) ? currencies[0] : chosen;
  const shown = months.filter((month) => month.currency === currency);
  return (
    <section className={`${styles["panel"] ?? ""} ${styles["wide"] ?? ""}`}>
      <h2>
        {t.dashboard.amounts}
        {currencies.length > 1 && (
          <select
            aria-label={t.dashboard.currency}
            value={currency ?? ""}
            onChange={(event) => setChosen(event.target.value || null)}
          >
            {currencies.map((code) => (
              <option key={code ?? ""} value={code ?? ""}>
                {code ?? "–"}
              </option>
            ))}
          </select>
        )}
      </h2>
      {shown.length === 0 ? (
        <Nothing />
      ) : (
        <>
          <BarChart
            title={`${t.dashboard.amounts}, ${currency ?? ""}`}
            labels={shown.map(({ month }) => f.month(month))}
            // Only the height of a bar: the figures themselves stay decimal, in the table below.
            series={[
              { name: currency ?? t.dashboard.total, values: shown.map(({ total }) => Number(total)) },
            ]}
            format={(value) => f.number(value)}
          />
          <NumbersTable
            title={t.dashboard.amounts}
            head={[t.dashboard.month, t.dashboard.total, t.dashboard.count]}
            rows={shown.map(({ month, total, count }) => [
              f.month(month),
              f.money(total, currency),
              f.number(count),
            ])}
          />
        </>
      )}
    </section>
  );
}

function Sellers({ sellers }: { sellers: Statistics["top_sellers"] }) {
  const { t, f } = useI18n();
  const highest = Math.max(1, ...sellers.map(({ total }) => Math.abs(Number(total))));
  return (
    <section className={styles["panel"]}>
      <h2>{t.dashboard.sellers}</h2>
      {sellers.length === 0 ? (
        <Nothing />
      ) : (
        <ol className={styles["sellers"]}>
          {sellers.map(({ seller_name, currency, total, count }) => (
            <li key={`${seller_name} ${currency ?? ""}`}>
              <span className={styles["seller"]} title={seller_name}>
                {seller_name}
              </span>
              <span className="number">{f.money(total, currency)}</span>
              <meter
                className={styles["meter"]}
                value={Math.abs(Number(total)) / highest}
                aria-label={seller_name}
              />
              <span className={styles["faint"]}>{t.dashboard.invoices(count)}</span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

function Nothing() {
  const { t } = useI18n();
  return <EmptyState icon={<DashboardIcon />} title={t.dashboard.empty} />;
}
