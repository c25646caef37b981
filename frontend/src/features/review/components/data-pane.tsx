import { memo } from "react";
import type { Invoice } from "@/lib/api/types";
import { useErrorText } from "@/lib/i18n/error-text";
import { useI18n } from "@/lib/i18n/i18n";
import { rejectReason } from "@/lib/i18n/reject-reason";
import { stageText } from "@/lib/i18n/stage-text";
import { ErrorIcon, InfoIcon, ReadingIcon } from "@/lib/ui/icons";
import { ProgressBar } from "@/lib/ui/progress-bar";
import { useTextAt } from "../api/get-text";
import { GROUPS } from "../fields";
import type { Pages } from "../split-parts";
import { AccountsSection } from "./accounts-section";
import { Blockers } from "./blockers";
import { BookingGroup } from "./booking-group";
import { Duplicates } from "./duplicates";
import { FailedFile } from "./failed-file";
import { FieldGroup, PartyGroup } from "./field-group";
import { FindingsList } from "./findings-list";
import { HistoryView } from "./history-view";
import { Labels } from "./labels";
import { LinesSection } from "./lines-section";
import { isPayable, PayCode } from "./pay-code";
import { useReview } from "./review-context";
import { SplitFile, SplitNote } from "./split";
import { TaxesSection } from "./taxes-section";
import { TextView } from "./text-view";
import styles from "./review.module.css";

/** `page` is a pane of its own on a phone only. */
export type Pane = "page" | "fields" | "text" | "history";
const PANES = ["page", "fields", "text", "history"] as const;

interface Props {
  invoice: Invoice;
  pane: Pane;
  onPane: (pane: Pane) => void;
  restored: boolean;
  onChoose: (pointer: string) => void;
  onReject: ((reason: string) => void) | null;
  onSplit: ((parts: readonly Pages[]) => void) | null;
}

export function DataPane({ invoice, pane, onPane, restored, onChoose, onReject, onSplit }: Props) {
  const { t } = useI18n();
  return (
    <section className={styles["pane"]} aria-label={t.review.tabs[pane]}>
      <div className={styles["tabs"]} role="group">
        {PANES.map((name) => (
          <button
            key={name}
            type="button"
            className={styles["tab"]}
            data-name={name}
            aria-pressed={pane === name}
            onClick={() => onPane(name)}
          >
            {t.review.tabs[name]}
          </button>
        ))}
      </div>
      {pane === "text" && (
        // It may scroll without a focusable element inside, so it is focusable itself.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <div className={styles["scroll"]} tabIndex={0} role="group" aria-label={t.review.tabs.text}>
          <PageText invoice={invoice} />
        </div>
      )}
      {pane === "history" && (
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <div className={styles["scroll"]} tabIndex={0} role="group" aria-label={t.review.tabs.history}>
          <HistoryView invoiceId={invoice.id} />
        </div>
      )}
      {(pane === "fields" || pane === "page") && (
        <div className={styles["scroll"]}>
          {restored && <p className={styles["restored"]}>{t.review.restored}</p>}
          <StateNote invoice={invoice} />
          {invoice.status === "failed" && <FailedFile invoice={invoice} />}
          <SplitNote invoice={invoice} />
          <Duplicates invoice={invoice} onReject={onReject} />
          {(invoice.preview_data ?? invoice.final_data) && invoice.status !== "processing" && (
            <>
              {invoice.status === "waiting_validation" && <FindingsList onChoose={onChoose} />}
              {invoice.status === "waiting_validation" && onSplit && (
                <SplitFile invoice={invoice} onSplit={onSplit} />
              )}
              <Fields toPay={isPayable(invoice) ? invoice.id : null} />
              <Blockers invoice={invoice} />
            </>
          )}
          <Labels invoice={invoice} />
        </div>
      )}
    </section>
  );
}

/** The text of the page that is looked at. */
function PageText({ invoice }: { invoice: Invoice }) {
  const page = useReview((state) => state.page);
  const text = useTextAt(invoice.id, page, invoice.status !== "processing");
  return <TextView text={text.data} error={text.error} onRetry={() => void text.refetch()} page={page} />;
}

/** Rendered again when the invoice becomes one to pay, only: every field subscribes to what it shows. */
const Fields = memo(function Fields({ toPay }: { toPay: number | null }) {
  return GROUPS.map(({ name, fields }) => (
    <div key={name}>
      {name === "seller" || name === "buyer" ? (
        <PartyGroup name={name} fields={fields} />
      ) : name === "booking" ? (
        <BookingGroup fields={fields} />
      ) : (
        <FieldGroup name={name} fields={fields} />
      )}
      {name === "payment" && <AccountsSection />}
      {name === "payment" && toPay !== null && <PayCode invoiceId={toPay} />}
      {name === "amounts" && (
        <>
          <TaxesSection />
          <LinesSection />
        </>
      )}
    </div>
  ));
});

/** Why the data cannot be changed, where that is so. */
function StateNote({ invoice }: { invoice: Invoice }) {
  const { t } = useI18n();
  const errorText = useErrorText();
  const { status, error, reject_reason, progress } = invoice;
  const stage = stageText(invoice, t);
  if (status === "waiting_validation") return null;
  const failure = error ? errorText(error) : null;
  return (
    <div className={styles["note"]} data-status={status}>
      {status === "processing" ? (
        <ReadingIcon aria-hidden />
      ) : status === "failed" ? (
        <ErrorIcon aria-hidden />
      ) : (
        <InfoIcon aria-hidden />
      )}
      <div>
        <strong>{t.review.readOnly[status]}</strong>
        {invoice.confirmed_automatically && <p>{t.automation.confirmed}</p>}
        {status === "failed" && failure && <p>{failure}</p>}
        {status === "rejected" && reject_reason && <p>{rejectReason(reject_reason, t)}</p>}
        {status === "processing" && (
          <>
            {stage && <p>{stage}</p>}
            <ProgressBar value={progress / 100} label={t.inbox.progress} />
          </>
        )}
      </div>
    </div>
  );
}
