import { useState } from "react";
import type { Statistics } from "@/lib/api/types";
import { useI18n } from "@/lib/i18n/i18n";
import { useStatusSummary } from "@/lib/invoices/status-summary";
import { store, stored } from "@/lib/preferences";
import { ErrorState, Skeleton } from "@/lib/ui/states";
import { useStatistics } from "../api/get-statistics";
import { Amounts, TopSellers } from "./amounts";
import { CorrectedFields, CorrectedSellers, People, Untouched } from "./quality";
import { StatusCards } from "./status-cards";
import { Throughput } from "./throughput";
import { OldestWaiting, WaitingByAge } from "./waiting";
import styles from "./dashboard.module.css";

const PERIODS = [30, 90, 365] as const;
const CHOSEN = "dashboard-currency";

export function DashboardPage() {
  const { t } = useI18n();
  const [days, setDays] = useState<number>(90);
  const [wanted, setWanted] = useState(() => stored(CHOSEN));
  const summary = useStatusSummary();
  const all = useStatistics({ days, currency: null });
  const currency = all.data ? currencyOf(all.data, wanted) : null;
  const several = (all.data?.currencies.length ?? 0) > 1;
  // The top sellers of all currencies together compare with nothing: those of one are asked for.
  const inOne = useStatistics({ days, currency: several ? currency : null });
  const statistics = inOne.data ?? all.data;
  return (
    <div className={styles["page"]}>
      <header className={styles["header"]}>
        <h1>{t.dashboard.title}</h1>
        {several && (
          <label>
            <span>{t.dashboard.currency}</span>
            <select
              value={currency ?? ""}
              onChange={(event) => {
                store(CHOSEN, event.target.value);
                setWanted(event.target.value);
              }}
            >
              {all.data?.currencies.map((code) => (
                <option key={code}>{code}</option>
              ))}
            </select>
          </label>
        )}
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
      {all.isError && !all.data ? (
        <ErrorState error={all.error} onRetry={() => void all.refetch()} />
      ) : statistics ? (
        <Panels statistics={statistics} currency={currency} />
      ) : (
        <Skeleton rows={10} />
      )}
    </div>
  );
}

/** The chosen one, if there are amounts in it; else what most invoices wait in, or the last that was confirmed. */
function currencyOf({ currencies, waiting, amounts_by_month }: Statistics, wanted: string | null) {
  if (wanted && currencies.includes(wanted)) return wanted;
  return waiting.find((one) => one.currency)?.currency ?? amounts_by_month.at(-1)?.currency ?? null;
}

function Panels({ statistics, currency }: { statistics: Statistics; currency: string | null }) {
  return (
    <div className={styles["figures"]}>
      <OldestWaiting />
      <WaitingByAge waiting={statistics.waiting.find((one) => one.currency === currency)} />
      <Untouched {...statistics.untouched} />
      <Throughput {...statistics} />
      <People people={statistics.people} />
      <Amounts amounts={statistics.amounts_by_month} currency={currency} />
      <TopSellers sellers={statistics.top_sellers} currency={currency} />
      <CorrectedFields fields={statistics.corrected_fields} />
      <CorrectedSellers sellers={statistics.corrected_sellers} />
    </div>
  );
}
