import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { ConfirmedInvoice } from "@/lib/api/types";
import { useI18n } from "@/lib/i18n/i18n";
import { SortHead, type Sorting } from "@/lib/ui/sort-head";
import { cellText, isNumeric, type ColumnName, type Row } from "../columns";
import { rowsOf } from "../rows";
import type { View } from "../search";
import { sortOf, type Sort } from "../sorts";
import styles from "./data.module.css";

interface Props {
  invoices: readonly ConfirmedInvoice[];
  view: View;
  columns: readonly ColumnName[];
  sorting: Sorting<Sort>;
}

/** A row for each invoice or line; on a phone each is a card that names its values. */
export function ConfirmedTable({ invoices, view, columns, sorting }: Props) {
  const { t, f } = useI18n();
  return (
    <table className={styles["table"]}>
      <thead>
        <tr>
          {columns.map((column) => (
            <Head key={column} column={column} sorting={sorting} />
          ))}
        </tr>
      </thead>
      <tbody>
        {rowsOf(invoices, view).map(({ key, hidden, ...row }) =>
          hidden ? (
            <tr key={key}>
              <td className={styles["more"]} colSpan={columns.length}>
                <InvoiceLink row={row}>{t.data.moreLines(f.number(hidden))}</InvoiceLink>
              </td>
            </tr>
          ) : (
            <tr key={key}>
              {columns.map((column, index) => (
                <Cell key={column} row={row} column={column} leads={index === 0} />
              ))}
            </tr>
          ),
        )}
      </tbody>
    </table>
  );
}

function Head({ column, sorting }: { column: ColumnName; sorting: Sorting<Sort> }) {
  const { t } = useI18n();
  const by = sortOf(column);
  const name = t.data.column[column];
  return (
    <SortHead
      className={isNumeric(column) ? "number" : undefined}
      name={name}
      sorts={by ? [{ by, name }] : []}
      sorting={sorting}
    />
  );
}

function Cell({ row, column, leads }: { row: Row; column: ColumnName; leads: boolean }) {
  const { t, f } = useI18n();
  const text = cellText(row, column, t, f);
  return (
    <td
      className={isNumeric(column) ? "number" : undefined}
      data-column={column}
      data-new={(column === "exported_at" && !row.invoice.exported_at) || undefined}
      data-label={t.data.column[column]}
      data-empty={text === "" || undefined}
      title={text}
    >
      {leads ? <InvoiceLink row={row}>{text || row.invoice.filename}</InvoiceLink> : text}
      {/* Its amounts are stated without a sign, and count as less in the totals. */}
      {leads && row.invoice.document_type === "credit_note" && (
        <small> {t.review.documentType.credit_note}</small>
      )}
    </td>
  );
}

function InvoiceLink({ row, children }: { row: Row; children: ReactNode }) {
  return (
    <Link to="/review/$invoiceId" params={{ invoiceId: String(row.invoice.invoice_id) }}>
      {children}
    </Link>
  );
}
