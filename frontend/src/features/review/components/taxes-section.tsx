import { useState } from "react";
import type { InvoiceData, TaxSubtotal } from "@/lib/api/types";
import { currencyDigits } from "@/lib/currency-digits";
import { useI18n } from "@/lib/i18n/i18n";
import { useShortcuts } from "@/lib/shortcuts";
import { Button } from "@/lib/ui/button";
import { AddIcon, InfoIcon } from "@/lib/ui/icons";
import { focusField } from "../focus-field";
import { taxOfRows } from "../line-totals";
import { isReadOnly } from "../review-store";
import type { Column } from "../table/columns";
import { useColumns } from "../table/use-columns";
import { taxChanges } from "../tax-changes";
import { taxThatDiffers } from "../tax-rows";
import { ColumnsMenu } from "./columns-menu";
import { useReview, useReviewStore } from "./review-context";
import { RowsTable } from "./rows-table";
import styles from "./fields.module.css";

const COLUMNS: readonly Column<TaxSubtotal>[] = [
  { name: "category" },
  { name: "rate", always: true, digits: 0 },
  { name: "taxable_amount", always: true },
  { name: "tax_amount", always: true },
];

const rowsOf = ({ tax_breakdown }: InvoiceData) => tax_breakdown;

/** The tax breakdown. Rate and base are typed; the tax follows, and another row takes the rest of the net amount. */
export function TaxesSection() {
  const { t } = useI18n();
  const store = useReviewStore();
  const { count, readOnly } = useReview((state) => ({
    count: state.data.tax_breakdown.length,
    readOnly: isReadOnly(state),
  }));
  const fine = useReview(
    ({ data }) => data.tax_breakdown.some((row) => row.tax_amount !== null) && !taxOfRows(data),
  );
  const [changes] = useState(() => taxChanges(store));
  const columns = useColumns("/tax_breakdown", COLUMNS, rowsOf);
  const add = () => focusField(`/tax_breakdown/${changes.add()}/rate`);
  useShortcuts(
    t.review.group.taxes,
    [
      { keys: "Alt+KeyI", label: t.shortcuts.addTax, run: add },
      { keys: "Alt+Shift+KeyT", label: t.shortcuts.takeTax, run: changes.applyTax },
    ],
    !readOnly,
  );
  return (
    <section className={styles["group"]}>
      <h2>
        {t.review.group.taxes}
        {fine && count > 1 && (
          <span className={`${styles["faint"] ?? ""} ${styles["fine"] ?? ""}`}>{t.review.table.addUp}</span>
        )}
        <span className={styles["aside"]}>
          {!readOnly && count > 0 && (
            <ColumnsMenu pointer="/tax_breakdown" hidden={columns.hidden} show={columns.show} />
          )}
        </span>
      </h2>
      {count === 0 ? (
        <p className={styles["none"]}>{t.review.table.noTaxes}</p>
      ) : (
        <RowsTable
          pointer="/tax_breakdown"
          label={t.review.group.taxes}
          count={count}
          columns={columns.shown}
          widths={columns.widths}
          changes={changes}
          Remark={TaxRemark}
        />
      )}
      <div className={styles["under"]}>
        {!readOnly && (
          <Button small variant="quiet" onClick={add}>
            <AddIcon aria-hidden />
            {t.review.table.addTax}
          </Button>
        )}
        <TaxOffer onTake={readOnly ? null : changes.applyTax} />
      </div>
    </section>
  );
}

/** Says that rate and base give another tax than the row's. */
function TaxRemark({ index }: { index: number }) {
  const { t, f } = useI18n();
  const digits = useReview(({ data }) => currencyDigits(data.currency));
  const tax = useReview(({ data }) => {
    const row = data.tax_breakdown[index];
    return row ? taxThatDiffers(row, digits) : null;
  });
  if (tax === null) return null;
  return (
    <p className={styles["hint"]}>
      <InfoIcon aria-hidden />
      {t.review.table.taxRowDiffers(f.number(tax, digits))}
    </p>
  );
}

/** Offers the tax of the rows where the invoice states another: what is printed or typed is never changed unasked. */
function TaxOffer({ onTake }: { onTake: (() => void) | null }) {
  const { t, f } = useI18n();
  const digits = useReview(({ data }) => currencyDigits(data.currency));
  const rows = useReview(({ data }) => taxOfRows(data));
  if (rows === null) return null;
  const tax = f.number(rows.tax, digits);
  return (
    <div className={styles["computed"]}>
      <span className={styles["faint"]}>
        {t.review.table.taxDiffers(tax, rows.difference === null ? null : f.number(rows.difference, digits))}
      </span>
      {onTake && (
        <Button small onClick={onTake}>
          {t.review.table.takeTax(tax)}
        </Button>
      )}
    </div>
  );
}
