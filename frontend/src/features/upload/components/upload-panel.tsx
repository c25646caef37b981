import { Link } from "@tanstack/react-router";
import { useState, type Dispatch } from "react";
import type { FileResult, InvoiceRow } from "@/lib/api/types";
import { useErrorText } from "@/lib/i18n/error-text";
import { useI18n } from "@/lib/i18n/i18n";
import { stageText } from "@/lib/i18n/stage-text";
import { Button, IconButton } from "@/lib/ui/button";
import {
  CloseIcon,
  ConfirmedIcon,
  ExpandIcon,
  FailedIcon,
  InfoIcon,
  ReadingIcon,
  UploadIcon,
} from "@/lib/ui/icons";
import { ProgressBar } from "@/lib/ui/progress-bar";
import { useFollowedInvoices } from "../api/followed-invoices";
import type { Action, Item } from "../queue";
import styles from "./upload.module.css";

interface Props {
  items: readonly Item[];
  dispatch: Dispatch<Action>;
}

export function UploadPanel({ items, dispatch }: Props) {
  const { t } = useI18n();
  const [open, setOpen] = useState(true);
  const invoices = useFollowedInvoices();
  const unfinished = items.filter(({ state }) => state === "waiting" || state === "sending").length;
  return (
    <section className={styles["panel"]} aria-label={t.upload.title}>
      <header className={styles["header"]}>
        <strong>{t.upload.title}</strong>
        <span role="status">{t.upload.summary(items.length - unfinished, items.length)}</span>
        <IconButton
          small
          label={open ? t.upload.collapse : t.upload.expand}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          <ExpandIcon aria-hidden className={open ? undefined : styles["turned"]} />
        </IconButton>
        <IconButton small label={t.upload.clear} onClick={() => dispatch({ type: "cleared" })}>
          <CloseIcon aria-hidden />
        </IconButton>
      </header>
      {open && (
        <ul className={styles["items"]}>
          {items.map((item) => (
            <UploadItem
              key={item.key}
              item={item}
              invoice={item.invoiceId === null ? undefined : invoices.get(item.invoiceId)}
              dispatch={dispatch}
            />
          ))}
        </ul>
      )}
    </section>
  );
}

interface ItemProps {
  item: Item;
  invoice: InvoiceRow | undefined;
  dispatch: Dispatch<Action>;
}

function UploadItem({ item, invoice, dispatch }: ItemProps) {
  const { t, f } = useI18n();
  const errorText = useErrorText();
  const { key, file, state, invoiceId } = item;
  const ready = state === "accepted" && invoice !== undefined && invoice.status !== "processing";
  const failed = ready && invoice.status === "failed";
  const again = (allowDuplicates: boolean) => dispatch({ type: "again", key, allowDuplicates });
  const failure = invoice?.error ? errorText(invoice.error) : null;
  const words = {
    waiting: t.upload.waiting,
    sending: t.upload.sending,
    accepted: failed
      ? t.status.failed
      : ready
        ? t.upload.ready
        : ((invoice && stageText(invoice, t)) ?? t.upload.accepted),
    duplicate: t.upload.duplicate(invoiceId),
    refused: t.upload.refused,
    broken: t.upload.broken,
  };
  const Icon =
    state === "duplicate"
      ? InfoIcon
      : state === "refused" || state === "broken" || failed
        ? FailedIcon
        : ready
          ? ConfirmedIcon
          : state === "accepted"
            ? ReadingIcon
            : UploadIcon;
  return (
    <li className={styles["item"]} data-state={failed ? "refused" : ready ? "ready" : state}>
      <Icon aria-hidden />
      <div className={styles["what"]}>
        <span className={styles["name"]} title={file.name}>
          {file.name}
        </span>
        <span className={styles["state"]}>
          {words[state]}
          {state === "sending" && ` · ${f.percent(item.sent)}`}
          {(state === "waiting" || state === "sending") && ` · ${f.size(file.size)}`}
        </span>
        {(item.message ?? (failed ? failure : null)) && (
          <span className={styles["message"]}>{item.message ?? failure}</span>
        )}
        {item.parts.length > 0 && <Parts parts={item.parts} />}
        {state === "sending" && <ProgressBar value={item.sent} label={`${t.upload.sending}: ${file.name}`} />}
        {state === "accepted" && !ready && (
          <ProgressBar
            value={invoice && invoice.progress > 0 ? invoice.progress / 100 : null}
            label={`${t.upload.accepted}: ${file.name}`}
          />
        )}
      </div>
      <div className={styles["buttons"]}>
        {invoiceId !== null && (ready || state === "duplicate") && (
          <Link to="/review/$invoiceId" params={{ invoiceId: String(invoiceId) }}>
            {state === "duplicate" ? t.upload.openEarlier : t.upload.review}
          </Link>
        )}
        {state === "duplicate" && (
          <Button small variant="quiet" onClick={() => again(true)}>
            {t.upload.anyway}
          </Button>
        )}
        {state === "broken" && (
          <Button small onClick={() => again(item.allowDuplicates)}>
            {t.upload.again}
          </Button>
        )}
      </div>
    </li>
  );
}

/** What became of each part of an e-mail or archive. */
function Parts({ parts }: { parts: readonly FileResult[] }) {
  const { t } = useI18n();
  const errorText = useErrorText();
  return (
    <ul className={styles["parts"]} aria-label={t.upload.parts}>
      {parts.map((part, index) => (
        <li key={index}>
          {part.invoice_id === null ? (
            part.filename
          ) : (
            <Link to="/review/$invoiceId" params={{ invoiceId: String(part.invoice_id) }}>
              {part.filename}
            </Link>
          )}
          {part.status !== "processing" && (
            <span>
              {part.status === "duplicated" ? t.upload.duplicate(part.invoice_id) : errorText(part)}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
