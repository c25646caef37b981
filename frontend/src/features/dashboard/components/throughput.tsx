import type { Statistics } from "@/lib/api/types";
import { useI18n } from "@/lib/i18n/i18n";
import { buckets, dayOf, isByWeek, isoOf, ticks } from "../timeline";
import { BarChart } from "./bar-chart";
import { useChartSize } from "./chart-size";
import { NumbersTable } from "./numbers-table";
import { Panel } from "./panel";

/** What came in and what was confirmed, on an axis of time. */
export function Throughput({ since, until, by_day }: Statistics) {
  const { t, f } = useI18n();
  const { mostTicks } = useChartSize();
  const period = { from: dayOf(since), to: dayOf(until) + 1 };
  const byWeek = isByWeek(period);
  const title = byWeek ? t.dashboard.throughputByWeek : t.dashboard.throughput;
  const days = by_day.filter(({ received, confirmed }) => received + confirmed > 0);
  return (
    <Panel title={title} wide empty={days.length === 0 ? t.dashboard.willBe.throughput : null}>
      <BarChart
        title={title}
        period={period}
        bars={buckets(by_day, period).map(({ from, to, received, confirmed }) => ({
          from,
          to,
          label: byWeek ? t.dashboard.fromTo(f.day(isoOf(from)), f.day(isoOf(to - 1))) : f.date(isoOf(from)),
          values: [received, confirmed],
        }))}
        ticks={ticks(period, mostTicks).map((day) => ({
          at: day,
          label: byWeek ? f.month(isoOf(day).slice(0, 7)) : f.day(isoOf(day)),
        }))}
        names={[t.dashboard.received, t.dashboard.confirmed]}
        format={(value) => f.number(value)}
      />
      <NumbersTable
        title={t.dashboard.throughput}
        head={[t.dashboard.day, t.dashboard.received, t.dashboard.confirmed]}
        rows={days.map(({ date, received, confirmed }) => [
          f.date(date),
          f.number(received),
          f.number(confirmed),
        ])}
      />
    </Panel>
  );
}
