/** A file with several invoices: the offer to split it, and where the parts of a split file are. */
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { Invoice } from "@/lib/api/types";
import { useI18n } from "@/lib/i18n/i18n";
import { Button, IconButton } from "@/lib/ui/button";
import { Dialog } from "@/lib/ui/dialog";
import { CloseIcon, InfoIcon } from "@/lib/ui/icons";
import {
  FEWEST_PARTS,
  MOST_PARTS,
  canSplit,
  proposedParts,
  withOneMore,
  type Pages,
  type Part,
} from "../split-parts";
import styles from "./review.module.css";

interface Props {
  invoice: Invoice;
  onSplit: (parts: readonly Pages[]) => void;
}

/** Offers to split a file that seems to hold several invoices. */
export function SplitFile({ invoice, onSplit }: Props) {
  const { t } = useI18n();
  const [asking, setAsking] = useState(false);
  const proposed = proposedParts(invoice);
  if (proposed === null) return null;
  return (
    <div className={styles["split"]}>
      <Button small onClick={() => setAsking(true)}>
        {t.review.split.start}
      </Button>
      {asking && (
        <SplitDialog
          proposed={proposed}
          pageCount={invoice.page_count ?? 0}
          onCancel={() => setAsking(false)}
          onSplit={(parts) => {
            setAsking(false);
            onSplit(parts);
          }}
        />
      )}
    </div>
  );
}

interface DialogProps {
  proposed: readonly Part[];
  pageCount: number;
  onCancel: () => void;
  onSplit: (parts: readonly Pages[]) => void;
}

function SplitDialog({ proposed, pageCount, onCancel, onSplit }: DialogProps) {
  const { t } = useI18n();
  const [parts, setParts] = useState(proposed);
  const possible = canSplit(parts, pageCount);
  const change = (at: number, pages: Pages) =>
    setParts(parts.map((part, index) => (index === at ? { ...part, pages } : part)));
  return (
    <Dialog
      open
      onClose={onCancel}
      title={t.review.split.title}
      hint={t.review.split.hint}
      actions={
        <>
          <Button onClick={onCancel}>{t.action.cancel}</Button>
          <Button
            variant="primary"
            disabled={!possible}
            onClick={() => onSplit(parts.map(({ pages }) => pages))}
          >
            {t.review.split.verb}
          </Button>
        </>
      }
    >
      <ol className={styles["parts"]}>
        {parts.map(({ pages: [first, last], number }, at) => (
          <li key={at}>
            <span>{t.review.split.part(at + 1)}</span>
            <PageInput
              label={t.review.split.from(at + 1)}
              value={first}
              most={pageCount}
              onChange={(page) => change(at, [page, last])}
            />
            –
            <PageInput
              label={t.review.split.to(at + 1)}
              value={last}
              most={pageCount}
              onChange={(page) => change(at, [first, page])}
            />
            <span className={styles["faint"]}>{number !== null && t.review.split.number(number)}</span>
            <IconButton
              small
              label={t.review.split.remove(at + 1)}
              disabled={parts.length <= FEWEST_PARTS}
              onClick={() => setParts(parts.filter((_, index) => index !== at))}
            >
              <CloseIcon aria-hidden />
            </IconButton>
          </li>
        ))}
      </ol>
      <Button
        small
        disabled={parts.length >= Math.min(pageCount, MOST_PARTS)}
        onClick={() => setParts(withOneMore(parts, pageCount))}
      >
        {t.review.split.add}
      </Button>
      {!possible && <p role="alert">{t.review.split.wrong(pageCount)}</p>}
    </Dialog>
  );
}

interface PageInputProps {
  label: string;
  value: number;
  most: number;
  onChange: (page: number) => void;
}

function PageInput({ label, value, most, onChange }: PageInputProps) {
  return (
    <input
      type="number"
      aria-label={label}
      min={1}
      max={most}
      value={Number.isNaN(value) ? "" : value}
      onChange={(event) => onChange(event.target.valueAsNumber)}
    />
  );
}

/** Which pages of which file an invoice is, or what a file was split into. */
export function SplitNote({
  invoice: { parent_id, pages, children, filename, status },
}: {
  invoice: Invoice;
}) {
  const { t } = useI18n();
  // A file that is not rejected any more has its split taken back, and its parts are.
  if (pages === null && (children.length === 0 || status !== "rejected")) return null;
  return (
    <p className={styles["restored"]}>
      <InfoIcon aria-hidden />
      {pages !== null ? (
        <span>
          {t.review.split.pages(pages[0] ?? 1, pages[1] ?? 1, filename)}
          {parent_id !== null && (
            <>
              , {t.review.split.splitFrom} <InvoiceLink id={parent_id} />
            </>
          )}
        </span>
      ) : (
        <span>
          {t.review.split.splitInto}{" "}
          {children.map((id, at) => (
            <span key={id}>
              {at > 0 && ", "}
              <InvoiceLink id={id} />
            </span>
          ))}
        </span>
      )}
    </p>
  );
}

function InvoiceLink({ id }: { id: number }) {
  const { t } = useI18n();
  return (
    <Link to="/review/$invoiceId" params={{ invoiceId: String(id) }}>
      {t.review.split.invoice(id)}
    </Link>
  );
}
