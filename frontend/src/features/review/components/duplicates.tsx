/** An invoice beside its possible duplicate: their values in two columns, their pages under them. */
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { Invoice, InvoiceData } from "@/lib/api/types";
import { useI18n } from "@/lib/i18n/i18n";
import { pointerName } from "@/lib/i18n/field-text";
import { valueAt } from "@/lib/json-pointer";
import { Button } from "@/lib/ui/button";
import { Dialog } from "@/lib/ui/dialog";
import { WarningIcon } from "@/lib/ui/icons";
import { ErrorState, Skeleton } from "@/lib/ui/states";
import { useInvoice } from "../api/get-invoice";
import { usePageImage } from "../api/get-page-image";
import { sameValue } from "../draft/draft";
import { ValueText } from "./value-text";
import styles from "./review.module.css";

const COMPARED = [
  "/invoice_number",
  "/issue_date",
  "/seller/name",
  "/seller/vat_id",
  "/seller/tax_id",
  "/buyer/name",
  "/purchase_order",
  "/net_amount",
  "/tax_amount",
  "/total_amount",
  "/currency",
  "/payment/iban",
] as const;

const PAGE_WIDTH = 900;

interface Props {
  invoice: Invoice;
  /** Rejects this invoice for the reason given; null where that is not allowed. */
  onReject: ((reason: string) => void) | null;
}

/** Says which invoices this one may repeat, and shows each beside it. */
export function Duplicates({ invoice, onReject }: Props) {
  const { t } = useI18n();
  const [compared, setCompared] = useState<number | null>(null);
  if (invoice.duplicate_of.length === 0) return null;
  return (
    <div className={styles["duplicates"]}>
      <WarningIcon aria-hidden />
      <span>{t.review.duplicates.note}</span>
      {invoice.duplicate_of.map((id) => (
        <Button key={id} small onClick={() => setCompared(id)}>
          {t.review.duplicates.compare(id)}
        </Button>
      ))}
      {compared !== null && (
        <Comparison
          invoice={invoice}
          otherId={compared}
          onClose={() => setCompared(null)}
          onReject={onReject && (() => onReject(t.review.duplicates.reason(compared)))}
        />
      )}
    </div>
  );
}

interface ComparisonProps {
  invoice: Invoice;
  otherId: number;
  onClose: () => void;
  onReject: (() => void) | null;
}

function Comparison({ invoice, otherId, onClose, onReject }: ComparisonProps) {
  const { t } = useI18n();
  const { data: other, error, refetch } = useInvoice(otherId);
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t.review.duplicates.title(invoice.id, otherId)}
      actions={
        <>
          <Button onClick={onClose}>{t.review.duplicates.keep}</Button>
          {onReject && (
            <Button variant="danger" disabled={!other} onClick={onReject}>
              {t.review.duplicates.reject(otherId)}
            </Button>
          )}
        </>
      }
    >
      {error && !other ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : !other ? (
        <Skeleton rows={8} />
      ) : (
        <SideBySide sides={[invoice, other]} />
      )}
    </Dialog>
  );
}

function SideBySide({ sides }: { sides: readonly [Invoice, Invoice] }) {
  const { t, f } = useI18n();
  const [mine, theirs] = sides.map((side) => side.final_data ?? side.preview_data);
  return (
    <table className={styles["comparison"]}>
      <thead>
        <tr>
          <td />
          {sides.map((side) => (
            <th key={side.id} scope="col">
              <Link to="/review/$invoiceId" params={{ invoiceId: String(side.id) }}>
                {t.review.duplicates.number(side.id)}
              </Link>
              <span className={styles["faint"]}>
                {side.filename} · {t.status[side.status]} · {f.ago(side.created_at)}
              </span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {COMPARED.map((pointer) => {
          const values = [mine, theirs].map((data) => valueOf(data, pointer));
          if (values.every((value) => sameValue(value, null))) return null;
          return (
            <tr key={pointer} data-differs={!sameValue(values[0], values[1])}>
              <th scope="row">{pointerName(pointer, t)}</th>
              {values.map((value, side) => (
                <td key={sides[side]?.id}>
                  <ValueText pointer={pointer} value={value} />
                </td>
              ))}
            </tr>
          );
        })}
        <tr>
          <td />
          {sides.map((side) => (
            <td key={side.id}>
              <FirstPage id={side.id} />
            </td>
          ))}
        </tr>
      </tbody>
    </table>
  );
}

const valueOf = (data: InvoiceData | null | undefined, pointer: string): unknown =>
  data ? (valueAt(data, pointer) ?? null) : null;

function FirstPage({ id }: { id: number }) {
  const { t } = useI18n();
  const { url, error } = usePageImage(id, 1, PAGE_WIDTH, true);
  if (error) return <p className={styles["faint"]}>{t.review.duplicates.noPage}</p>;
  return url === null ? <Skeleton rows={6} /> : <img src={url} alt={t.review.duplicates.page(id)} />;
}
