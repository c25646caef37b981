import { useState } from "react";
import type { Line, TaxSubtotal } from "@/lib/api/types";
import { currencyDigits } from "@/lib/currency-digits";
import { decimal, sum } from "@/lib/decimal";
import { useI18n } from "@/lib/i18n/i18n";
import { useShortcuts } from "@/lib/shortcuts";
import { Button } from "@/lib/ui/button";
import { AddIcon, InfoIcon } from "@/lib/ui/icons";
import {
  computedTotals,
  EMPTY_LINE,
  followsProduct,
  netThatDiffers,
  withComputedTotals,
  withLineValue,
} from "../line-totals";
import { isReadOnly, type ReviewStore } from "../review-store";
import { inputId, useReview, useReviewStore } from "./review-context";
import { RowsTable, type Column } from "./rows-table";
import styles from "./fields.module.css";

const LINE_COLUMNS: readonly Column<Line>[] = [
  { name: "description", size: "wide" },
  { name: "product_code", size: "text" },
  { name: "quantity", size: "small", digits: 0 },
  { name: "unit", size: "small" },
  { name: "unit_price", size: "number" },
  { name: "tax_rate", size: "small", digits: 0 },
  { name: "net_amount", size: "number" },
  { name: "operation_codes", size: "text" },
];

const TAX_COLUMNS: readonly Column<TaxSubtotal>[] = [
  { name: "category", size: "small" },
  { name: "rate", size: "small", digits: 0 },
  { name: "taxable_amount", size: "number" },
  { name: "tax_amount", size: "number" },
];

const EMPTY_TAX: TaxSubtotal = {
  category: null,
  rate: null,
  taxable_amount: null,
  tax_amount: null,
  exemption_reason: null,
  exemption_code: null,
};

export function LinesSection() {
  const { t } = useI18n();
  const store = useReviewStore();
  const { count, readOnly } = useReview((state) => ({
    count: state.data.lines.length,
    readOnly: isReadOnly(state),
  }));
  const { add, remove, change, applyTotals } = useLineChanges(store);

  useShortcuts(
    t.review.group.lines,
    [
      { keys: "Alt+KeyL", label: t.shortcuts.addLine, run: add },
      { keys: "Alt+KeyT", label: t.shortcuts.useTotals, run: applyTotals },
    ],
    !readOnly,
  );

  return (
    <section className={styles["group"]}>
      <h2>
        {t.review.group.lines}
        {count > 0 && <span className={styles["faint"]}>{t.review.table.count(count)}</span>}
      </h2>
      {count === 0 ? (
        <p className={styles["none"]}>{t.review.table.noLines}</p>
      ) : (
        <RowsTable
          pointer="/lines"
          label={t.review.group.lines}
          count={count}
          columns={LINE_COLUMNS}
          onChange={change}
          onRemove={remove}
          Remark={LineRemark}
        />
      )}
      <div className={styles["under"]}>
        {!readOnly && (
          <Button small variant="quiet" onClick={add}>
            <AddIcon aria-hidden />
            {t.review.table.addLine}
          </Button>
        )}
        <Computed onUse={readOnly ? null : applyTotals} />
      </div>
    </section>
  );
}

/** What may be done to the lines. Every function stays the same, so that the rows need not render again. */
function useLineChanges(store: ReviewStore) {
  const [changes] = useState(() => {
    // The row whose amount followed quantity and price when both could last be read: once one is emptied, the row does not show it.
    let following: number | null = null;
    const replace = (lines: Line[]) => {
      following = null;
      store.dispatch({ type: "changed", data: { ...store.get().data, lines } });
    };
    return {
      add: () => {
        const { lines } = store.get().data;
        // A new line mostly has the rate of the one before.
        replace([...lines, { ...EMPTY_LINE, tax_rate: lines.at(-1)?.tax_rate ?? null }]);
        focusSoon(`/lines/${lines.length}/description`);
      },
      remove: (index: number) => replace(store.get().data.lines.filter((_, other) => other !== index)),
      change: (index: number, name: keyof Line, value: Line[keyof Line]) => {
        const { lines, currency } = store.get().data;
        const line = lines[index];
        if (!line) return;
        const digits = currencyDigits(currency);
        const followed = followsProduct(line, digits) ?? following === index;
        following = followed ? index : null;
        const next = withLineValue(line, name, value, { followed, digits });
        // One value typed is one step of undo for the whole typing; a line whose amount follows is one change.
        if (next.net_amount === line.net_amount || name === "net_amount") {
          store.dispatch({ type: "typed", pointer: `/lines/${index}/${name}`, value });
        } else {
          store.dispatch({ type: "typed", pointer: `/lines/${index}`, value: next });
        }
      },
      applyTotals: () => {
        const { data } = store.get();
        const totals = computedTotals(data);
        if (totals) store.dispatch({ type: "changed", data: withComputedTotals(data, totals) });
      },
    };
  });
  return changes;
}

/** Says that quantity × price gives another amount than the line's. */
function LineRemark({ index }: { index: number }) {
  const { t, f } = useI18n();
  const digits = useReview(({ data }) => currencyDigits(data.currency));
  const net = useReview(({ data }) => {
    const line = data.lines[index];
    return line ? netThatDiffers(line, digits) : null;
  });
  if (net === null) return null;
  return (
    <p className={styles["hint"]}>
      <InfoIcon aria-hidden />
      {t.review.table.lineDiffers(f.number(net.computed, digits), f.number(net.difference, digits))}
    </p>
  );
}

/** The totals computed from the lines, beside those that the invoice states. */
function Computed({ onUse }: { onUse: (() => void) | null }) {
  const { t, f } = useI18n();
  const { net, tax, total, ...stated } = useReview(({ data }) => {
    const totals = computedTotals(data);
    return {
      net: totals?.net,
      tax: totals?.taxed?.tax,
      total: totals?.taxed?.total,
      net_amount: data.net_amount,
      tax_amount: data.tax_amount,
      total_amount: data.total_amount,
    };
  });
  if (net === undefined) return null;
  const pairs = [
    ["net_amount", net, stated.net_amount] as const,
    ...(tax !== undefined ? [["tax_amount", tax, stated.tax_amount] as const] : []),
    ...(total !== undefined ? [["total_amount", total, stated.total_amount] as const] : []),
  ];
  const compared = pairs.map(([name, computed, stated]) => {
    const difference = decimal(stated)?.minus(computed) ?? null;
    return { name, computed, difference, differs: difference === null || difference.abs().gt("0.005") };
  });
  return (
    <div className={styles["computed"]}>
      <span className={styles["faint"]}>{t.review.table.computed}</span>
      <dl>
        {compared.map(({ name, computed, difference, differs }) => (
          <div key={name} data-differs={differs || undefined}>
            <dt>{t.review.field[name]}</dt>
            <dd className="number">{f.number(computed, 2)}</dd>
            <dd className={styles["verdict"]}>
              {!differs
                ? `✓ ${t.review.table.matches}`
                : difference !== null && t.review.table.differs(f.number(difference.toFixed(2), 2))}
            </dd>
          </div>
        ))}
      </dl>
      {onUse && compared.some(({ differs }) => differs) && (
        <Button small onClick={onUse}>
          {t.review.table.use}
        </Button>
      )}
    </div>
  );
}

export function TaxesSection() {
  const { t, f } = useI18n();
  const store = useReviewStore();
  const { count, total, readOnly } = useReview((state) => ({
    count: state.data.tax_breakdown.length,
    total: sum(state.data.tax_breakdown.map((row) => row.tax_amount)).toFixed(2),
    readOnly: isReadOnly(state),
  }));
  const [{ add, remove, change }] = useState(() => {
    const replace = (change: (rows: TaxSubtotal[]) => TaxSubtotal[]) => {
      const { data } = store.get();
      store.dispatch({ type: "changed", data: { ...data, tax_breakdown: change(data.tax_breakdown) } });
    };
    return {
      add: () => {
        const at = store.get().data.tax_breakdown.length;
        replace((rows) => [...rows, EMPTY_TAX]);
        focusSoon(`/tax_breakdown/${at}/rate`);
      },
      remove: (index: number) => replace((rows) => rows.filter((_, other) => other !== index)),
      change: (index: number, name: keyof TaxSubtotal, value: unknown) =>
        store.dispatch({ type: "typed", pointer: `/tax_breakdown/${index}/${name}`, value }),
    };
  });
  return (
    <section className={styles["group"]}>
      <h2>{t.review.group.taxes}</h2>
      {count === 0 ? (
        <p className={styles["none"]}>{t.review.table.noTaxes}</p>
      ) : (
        <RowsTable
          pointer="/tax_breakdown"
          label={t.review.group.taxes}
          count={count}
          columns={TAX_COLUMNS}
          onChange={change}
          onRemove={remove}
        />
      )}
      <div className={styles["under"]}>
        {!readOnly && (
          <Button small variant="quiet" onClick={add}>
            <AddIcon aria-hidden />
            {t.review.table.addTax}
          </Button>
        )}
        {count > 1 && (
          <span className={styles["faint"]}>
            {t.review.field.tax_amount}: {f.number(total, 2)}
          </span>
        )}
      </div>
    </section>
  );
}

/** Focuses an input that appears with the next render. */
function focusSoon(pointer: string): void {
  requestAnimationFrame(() =>
    requestAnimationFrame(() => document.getElementById(inputId(pointer))?.focus()),
  );
}
