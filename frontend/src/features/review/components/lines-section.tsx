import { useRef } from "react";
import type { InvoiceData, Line, TaxSubtotal } from "@/lib/api/types";
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
  type ComputedTotals,
} from "../line-totals";
import { inputId, useReview } from "./review-context";
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
  const { t, f } = useI18n();
  const { data, readOnly, dispatch } = useReview();
  const { lines } = data;
  const totals = computedTotals(data);
  const digits = currencyDigits(data.currency);
  // The row whose amount followed quantity and price when both could last be read: once one is emptied, the row does not show it.
  const following = useRef<number | null>(null);
  const change = (next: Partial<InvoiceData>) => {
    following.current = null;
    dispatch({ type: "changed", data: { ...data, ...next } });
  };

  const addLine = () => {
    // A new line mostly has the rate of the one before.
    change({ lines: [...lines, { ...EMPTY_LINE, tax_rate: lines.at(-1)?.tax_rate ?? null }] });
    focusSoon(`/lines/${lines.length}/description`);
  };
  const applyTotals = () => totals && dispatch({ type: "changed", data: withComputedTotals(data, totals) });

  useShortcuts(
    t.review.group.lines,
    [
      { keys: "Alt+KeyL", label: t.shortcuts.addLine, run: addLine },
      { keys: "Alt+KeyT", label: t.shortcuts.useTotals, run: applyTotals },
    ],
    !readOnly,
  );

  return (
    <section className={styles["group"]}>
      <h2>
        {t.review.group.lines}
        {lines.length > 0 && <span className={styles["faint"]}>{t.review.table.count(lines.length)}</span>}
      </h2>
      {lines.length === 0 ? (
        <p className={styles["none"]}>{t.review.table.noLines}</p>
      ) : (
        <RowsTable
          pointer="/lines"
          label={t.review.group.lines}
          rows={lines}
          columns={LINE_COLUMNS}
          onChange={(index, name, value) => {
            const line = lines[index];
            if (!line) return;
            const followed = followsProduct(line, digits) ?? following.current === index;
            following.current = followed ? index : null;
            const next = withLineValue(line, name, value, { followed, digits });
            // One value typed is one step of undo for the whole typing; a line whose amount follows is one change.
            if (next.net_amount === line.net_amount || name === "net_amount") {
              dispatch({ type: "typed", pointer: `/lines/${index}/${name}`, value });
            } else {
              dispatch({ type: "typed", pointer: `/lines/${index}`, value: next });
            }
          }}
          onRemove={(index) => change({ lines: lines.filter((_, other) => other !== index) })}
          remark={(line) => {
            const net = netThatDiffers(line, digits);
            return net === null ? null : (
              <p className={styles["hint"]}>
                <InfoIcon aria-hidden />
                {t.review.table.lineDiffers(f.number(net.computed, digits), f.number(net.difference, digits))}
              </p>
            );
          }}
        />
      )}
      <div className={styles["under"]}>
        {!readOnly && (
          <Button small variant="quiet" onClick={addLine}>
            <AddIcon aria-hidden />
            {t.review.table.addLine}
          </Button>
        )}
        {totals && <Computed totals={totals} onUse={readOnly ? null : applyTotals} />}
      </div>
    </section>
  );
}

/** The totals computed from the lines, beside those that the invoice states. */
function Computed({ totals, onUse }: { totals: ComputedTotals; onUse: (() => void) | null }) {
  const { t, f } = useI18n();
  const { data } = useReview();
  const pairs = [
    ["net_amount", totals.net, data.net_amount],
    ...(totals.taxed
      ? [
          ["tax_amount", totals.taxed.tax, data.tax_amount] as const,
          ["total_amount", totals.taxed.total, data.total_amount] as const,
        ]
      : []),
  ] as const;
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
  const { data, readOnly, dispatch } = useReview();
  const rows = data.tax_breakdown;
  const change = (next: TaxSubtotal[]) =>
    dispatch({ type: "changed", data: { ...data, tax_breakdown: next } });
  return (
    <section className={styles["group"]}>
      <h2>{t.review.group.taxes}</h2>
      {rows.length === 0 ? (
        <p className={styles["none"]}>{t.review.table.noTaxes}</p>
      ) : (
        <RowsTable
          pointer="/tax_breakdown"
          label={t.review.group.taxes}
          rows={rows}
          columns={TAX_COLUMNS}
          onChange={(index, name, value) =>
            dispatch({ type: "typed", pointer: `/tax_breakdown/${index}/${name}`, value })
          }
          onRemove={(index) => change(rows.filter((_, other) => other !== index))}
        />
      )}
      <div className={styles["under"]}>
        {!readOnly && (
          <Button
            small
            variant="quiet"
            onClick={() => {
              change([...rows, EMPTY_TAX]);
              focusSoon(`/tax_breakdown/${rows.length}/rate`);
            }}
          >
            <AddIcon aria-hidden />
            {t.review.table.addTax}
          </Button>
        )}
        {rows.length > 1 && (
          <span className={styles["faint"]}>
            {t.review.field.tax_amount}: {f.number(sum(rows.map((row) => row.tax_amount)).toFixed(2), 2)}
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
