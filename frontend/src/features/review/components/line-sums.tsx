/** How the lines add up: a mark when they do, the figures when they do not. */
import type { InvoiceData } from "@/lib/api/types";
import { decimal } from "@/lib/decimal";
import { useI18n } from "@/lib/i18n/i18n";
import { remembered } from "@/lib/remembered";
import { Button } from "@/lib/ui/button";
import { computedTotals } from "../line-totals";
import { useReview } from "./review-context";
import styles from "./fields.module.css";

type Stated = "net_amount" | "tax_amount" | "total_amount";

interface Compared {
  name: Stated;
  computed: string;
  /** Stated less computed; null where nothing is stated. */
  difference: string | null;
}

/** The totals that differ from what the lines come to; null while there is nothing to compare. */
const differing = remembered((data: InvoiceData): readonly Compared[] | null => {
  const totals = computedTotals(data);
  if (totals === null) return null;
  const computed: readonly (readonly [Stated, string | undefined])[] = [
    ["net_amount", totals.net],
    ["tax_amount", totals.taxed?.tax],
    ["total_amount", totals.taxed?.total],
  ];
  return computed.flatMap(([name, value]) => {
    if (value === undefined) return [];
    const difference = decimal(data[name])?.minus(value) ?? null;
    return difference?.abs().lte("0.005")
      ? []
      : [{ name, computed: value, difference: difference?.toFixed() ?? null }];
  });
});

/** Behind the heading: how many lines there are, and that they add up. */
export function LinesVerdict() {
  const { t } = useI18n();
  const { count, fine } = useReview(({ data }) => ({
    count: data.lines.length,
    fine: differing(data)?.length === 0,
  }));
  if (count === 0) return null;
  return (
    <span className={styles["faint"]}>
      {t.review.table.count(count)}
      {fine && <span className={styles["fine"]}> · {t.review.table.addUp}</span>}
    </span>
  );
}

/** The totals as the lines give them, where the invoice states others. */
export function LineSums({ onUse }: { onUse: (() => void) | null }) {
  const { t } = useI18n();
  const names = useReview(({ data }) => differing(data)?.map(({ name }) => name) ?? []);
  if (names.length === 0) return null;
  return (
    <div className={styles["computed"]}>
      <span className={styles["faint"]}>{t.review.table.computed}</span>
      <dl>
        {names.map((name) => (
          <LineSum key={name} name={name} />
        ))}
      </dl>
      {onUse && (
        <Button small onClick={onUse}>
          {t.review.table.use}
        </Button>
      )}
    </div>
  );
}

function LineSum({ name }: { name: Stated }) {
  const { t, f } = useI18n();
  const sum = useReview(({ data }) => differing(data)?.find((one) => one.name === name) ?? null);
  if (sum === null) return null;
  return (
    <div>
      <dt>{t.review.field[name]}</dt>
      <dd className="number">{f.number(sum.computed, 2)}</dd>
      <dd className={styles["verdict"]}>
        {sum.difference !== null && t.review.table.differs(f.number(sum.difference, 2))}
      </dd>
    </div>
  );
}
