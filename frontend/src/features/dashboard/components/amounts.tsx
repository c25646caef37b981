import type { Statistics } from "@/lib/api/types";
import { useI18n } from "@/lib/i18n/i18n";
import { months } from "../timeline";
import { BarChart } from "./bar-chart";
import { useChartSize } from "./chart-size";
import { ComparedBars } from "./compared-bars";
import { NumbersTable } from "./numbers-table";
import { Panel } from "./panel";

interface InCurrency {
  currency: string | null;
}

const MOST_SELLERS = 10;

/** Confirmed amounts of each month of issue; a month without one has its place. */
export function Amounts({ amounts, currency }: InCurrency & { amounts: Statistics["amounts_by_month"] }) {
  const { t, f } = useI18n();
  const { mostTicks } = useChartSize();
  const shown = amounts.filter((one) => one.currency === currency);
  const [first, last] = [shown[0]?.month, shown.at(-1)?.month];
  const title = t.dashboard.amounts;
  if (!first || !last) {
    return (
      <Panel title={title} wide empty={t.dashboard.willBe.amounts}>
        {null}
      </Panel>
    );
  }
  const all = months(first, last);
  const every = Math.ceil(all.length / mostTicks);
  const totals = new Map(shown.map(({ month, total }) => [month, total]));
  return (
    <Panel title={title} wide>
      <BarChart
        title={`${title}, ${currency ?? t.dashboard.noCurrency}`}
        period={{ from: all[0]?.from ?? 0, to: all.at(-1)?.to ?? 1 }}
        // Only the height of a bar: the figures themselves stay decimal, in the table below.
        bars={all.map(({ month, from, to }) => ({
          from,
          to,
          label: f.month(month),
          values: [Number(totals.get(month) ?? 0)],
        }))}
        ticks={all
          .filter((_, index) => index % every === 0)
          .map(({ month, from, to }) => ({ at: (from + to) / 2, label: f.month(month) }))}
        names={[currency ?? t.dashboard.total]}
        format={(value) => f.number(value)}
        short={f.rounded}
      />
      <NumbersTable
        title={title}
        head={[t.dashboard.month, t.dashboard.total, t.dashboard.count]}
        rows={shown.map(({ month, total, count }) => [
          f.month(month),
          f.money(total, currency),
          f.number(count),
        ])}
      />
    </Panel>
  );
}

/** Who gets most: the bars compare, the figures are printed. */
export function TopSellers({ sellers, currency }: InCurrency & { sellers: Statistics["top_sellers"] }) {
  const { t, f } = useI18n();
  const shown = sellers.filter((one) => one.currency === currency).slice(0, MOST_SELLERS);
  return (
    <Panel title={t.dashboard.sellers} empty={shown.length === 0 ? t.dashboard.willBe.sellers : null}>
      <ComparedBars
        bars={shown.map(({ seller_name, total, count }) => ({
          key: seller_name,
          label: seller_name,
          value: Number(total),
          text: f.money(total, currency),
          more: t.dashboard.invoices(count),
        }))}
      />
    </Panel>
  );
}
