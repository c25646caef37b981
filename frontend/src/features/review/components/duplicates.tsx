/** An invoice beside its possible duplicate: their values in two columns, their pages under them. */
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { Invoice, InvoiceData } from "@/lib/api/types";
import { useErrorText } from "@/lib/i18n/error-text";
import { useI18n } from "@/lib/i18n/i18n";
import { pointerName } from "@/lib/i18n/field-text";
import { valueAt } from "@/lib/json-pointer";
import { useMay } from "@/lib/session/me";
import { Button } from "@/lib/ui/button";
import { Dialog } from "@/lib/ui/dialog";
import { ConfirmedIcon, DiffersIcon, SameIcon, WarningIcon } from "@/lib/ui/icons";
import { Kbd } from "@/lib/ui/kbd";
import { ErrorState, Skeleton } from "@/lib/ui/states";
import { useToast } from "@/lib/ui/toasts";
import { useInvoice } from "../api/get-invoice";
import { usePageImage } from "../api/get-page-image";
import { useTellApart } from "../api/tell-apart";
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
const FEW = 5;

interface Props {
  invoice: Invoice;
  /** Rejects this invoice for the reason given; null where that is not allowed. */
  onReject: ((reason: string) => void) | null;
}

/** Says which invoices this one may repeat, and which it was told apart from, and shows each beside it. */
export function Duplicates({ invoice, onReject }: Props) {
  const { t } = useI18n();
  const [compared, setCompared] = useState<number | null>(null);
  const tell = useTelling(invoice.id);
  const notes = [
    { apart: false, text: t.review.duplicates.note, ids: invoice.duplicate_of },
    { apart: true, text: t.review.duplicates.apart, ids: invoice.told_apart_from },
  ];
  return (
    <>
      {notes.map(
        ({ apart, text, ids }) =>
          ids.length > 0 && (
            <div key={text} className={styles["duplicates"]} data-apart={apart || undefined}>
              {apart ? <ConfirmedIcon aria-hidden /> : <WarningIcon aria-hidden />}
              <span>{text}</span>
              <Compare ids={ids} onCompare={setCompared} />
            </div>
          ),
      )}
      {compared !== null && (
        <Comparison
          invoice={invoice}
          otherId={compared}
          onClose={() => setCompared(null)}
          onReject={onReject && (() => onReject(t.review.duplicates.reason(compared)))}
          onTell={
            tell &&
            ((apart) => {
              setCompared(null);
              tell(compared, apart);
            })
          }
        />
      )}
    </>
  );
}

/** A button for each of the others, the likeliest first; for many, the rest behind one more. */
function Compare({ ids, onCompare }: { ids: number[]; onCompare: (id: number) => void }) {
  const { t } = useI18n();
  const [all, setAll] = useState(false);
  const shown = all || ids.length <= FEW + 1 ? ids : ids.slice(0, FEW);
  return (
    <>
      {shown.map((id) => (
        <Button key={id} small onClick={() => onCompare(id)}>
          {t.review.duplicates.compare(id)}
        </Button>
      ))}
      {shown.length < ids.length && (
        <Button small onClick={() => setAll(true)}>
          {t.review.duplicates.more(ids.length - shown.length)}
        </Button>
      )}
    </>
  );
}

/** Tells this invoice and another one apart, or takes that back, and offers to undo it; null where that is not allowed. */
function useTelling(id: number): ((otherId: number, apart: boolean) => void) | null {
  const { t } = useI18n();
  const may = useMay();
  const toast = useToast();
  const errorText = useErrorText();
  const { mutate } = useTellApart();
  if (!may("tell_apart")) return null;
  const tell = (otherId: number, apart: boolean, undo: boolean) =>
    mutate(
      { id, otherId, apart },
      {
        onSuccess: () =>
          toast({
            text: (apart ? t.review.duplicates.toldApart : t.review.duplicates.asked)(otherId),
            ...(undo && { action: { label: t.action.undo, run: () => tell(otherId, !apart, false) } }),
          }),
        onError: (error) => toast({ kind: "error", text: errorText(error) }),
      },
    );
  return (otherId, apart) => tell(otherId, apart, true);
}

interface ComparisonProps {
  invoice: Invoice;
  otherId: number;
  onClose: () => void;
  onReject: (() => void) | null;
  onTell: ((apart: boolean) => void) | null;
}

/** The key that says that the two are two, or takes that back. */
const TELL_KEY = "n";

function Comparison({ invoice, otherId, onClose, onReject, onTell }: ComparisonProps) {
  const { t } = useI18n();
  const { data: other, error, refetch } = useInvoice(otherId);
  const apart = invoice.told_apart_from.includes(otherId);
  const tell = other && onTell ? () => onTell(!apart) : null;
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t.review.duplicates.title(invoice.id, otherId)}
      onKey={(key) => key === TELL_KEY && tell?.()}
      actions={
        <>
          {onTell && (
            <Button disabled={!tell} aria-keyshortcuts={TELL_KEY} onClick={() => tell?.()}>
              {apart ? t.review.duplicates.takeBack : t.review.duplicates.keep}
              <Kbd keys={TELL_KEY.toUpperCase()} />
            </Button>
          )}
          {onReject && !apart && (
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
    <table role="table" className={styles["comparison"]}>
      <thead>
        <tr role="row">
          <td className={styles["blank"]} />
          {sides.map((side) => (
            <th key={side.id} scope="col" role="columnheader">
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
          const differs = !sameValue(values[0], values[1]);
          return (
            <tr key={pointer} role="row" data-differs={differs}>
              <th scope="row" role="rowheader">
                {differs ? <DiffersIcon aria-hidden /> : <SameIcon aria-hidden />}
                {pointerName(pointer, t)}
                <span className="unseen">
                  : {differs ? t.review.duplicates.differs : t.review.duplicates.same}
                </span>
              </th>
              {values.map((value, side) => (
                <td key={sides[side]?.id}>
                  <ValueText pointer={pointer} value={value} />
                </td>
              ))}
            </tr>
          );
        })}
        <tr role="row">
          <td className={styles["blank"]} />
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
