/** How the lines add up: a mark when they do, the figures when they do not. */
import type { InvoiceData } from "@/lib/api/types";
import { decimal } from "@/lib/decimal";
import { useI18n } from "@/lib/i18n/i18n";
import { Button } from "@/lib/ui/button";
import { computedTotals } from "../line-totals";
import type { ReviewState } from "../review-store";
import { useReview } from "./review-context";
import styles from "./fields.module.css";

type Stated = "net_amount" | "tax_amount" | "total_amount";

interface Compared {
  name: Stated;
  computed: string;
  /** Stated less computed; null where nothing is stated. */
  difference: string | null;
}

const known = new WeakMap<InvoiceData, readonly Compared[] | null>();

/**
 * The totals that differ from what the lines come to; null while there is nothing to compare. Data is never changed in
 * place: of each, hundreds of lines are added up once, whoever asks.
 */
function differing({ data }: ReviewState): readonly Compared[] | null {
  let found = known.get(data);
  if (found === undefined) {
    found = compare(data);
    known.set(data, found);
  }
  return found;
}

function compare(data: InvoiceData): readonly Compared[] | null {
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
}

/** Behind the heading: how many lines there are, and that they add up. */
export function LinesVerdict() {
  const { t } = useI18n();
  const { count, fine } = useReview((state) => ({
    count: state.data.lines.length,
    fine: differing(state)?.length === 0,
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
  const { t, f } = useI18n();
  // As text: a new list with the same figures is no change.
  const compared = JSON.parse(
    useReview((state) => JSON.stringify(differing(state) ?? [])),
  ) as readonly Compared[];
  if (compared.length === 0) return null;
  return (
    <div className={styles["computed"]}>
      <span className={styles["faint"]}>{t.review.table.computed}</span>
      <dl>
        {compared.map(({ name, computed, difference }) => (
          <div key={name}>
            <dt>{t.review.field[name]}</dt>
            <dd className="number">{f.number(computed, 2)}</dd>
            <dd className={styles["verdict"]}>
              {difference !== null && t.review.table.differs(f.number(difference, 2))}
            </dd>
          </div>
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
