import { Link } from "@tanstack/react-router";
import type { ConfirmedInvoice } from "@/lib/api/types";
import { useI18n } from "@/lib/i18n/i18n";
import { cellText, NUMERIC, type ColumnName } from "../columns";
import styles from "./data.module.css";

interface Props {
  invoices: readonly ConfirmedInvoice[];
  columns: readonly ColumnName[];
}

export function ConfirmedTable({ invoices, columns }: Props) {
  const { t, f } = useI18n();
  return (
    <table className={styles["table"]}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col" className={NUMERIC.has(column) ? "number" : undefined}>
              {t.data.column[column]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {invoices.map((invoice) => (
          <tr key={invoice.invoice_id}>
            {columns.map((column, index) => {
              const text = cellText(invoice, column, t, f);
              return (
                <td
                  key={column}
                  className={NUMERIC.has(column) ? "number" : undefined}
                  data-column={column}
                  title={text}
                >
                  {index === 0 ? (
                    <Link to="/review/$invoiceId" params={{ invoiceId: String(invoice.invoice_id) }}>
                      {text || invoice.filename}
                    </Link>
                  ) : (
                    text
                  )}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
