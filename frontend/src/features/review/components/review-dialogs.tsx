import type { Invoice } from "@/lib/api/types";
import { useI18n } from "@/lib/i18n/i18n";
import { ReasonDialog } from "@/lib/invoices/reason-dialog";
import { RejectDialog } from "@/lib/invoices/reject-dialog";
import { Button } from "@/lib/ui/button";
import { Dialog } from "@/lib/ui/dialog";
import type { Difference } from "../draft/draft";
import { shownData } from "../empty-data";
import type { ReviewActions } from "../use-review-actions";
import { ConfirmAnywayDialog } from "./confirm-anyway-dialog";
import { ConflictDialog } from "./conflict-dialog";
import { useReviewStore } from "./review-context";

interface Props {
  invoice: Invoice;
  review: ReviewActions;
  /** Where somebody else's newer version differs from unsaved changes. */
  conflicts: readonly Difference[];
  onChoose: (pointer: string) => void;
}

/** What is asked before something is done, and what two people have changed at once. */
export function ReviewDialogs({ invoice, review, conflicts, onChoose }: Props) {
  const { asking, answer, confirming } = review;
  const lookAgain = () => {
    const first = confirming.question?.findings.find(({ level }) => level === "error")?.pointers[0];
    confirming.dismiss();
    if (first !== undefined) onChoose(first);
  };
  return (
    <>
      {asking === "reject" && <RejectDialog count={1} onCancel={answer.cancel} onReject={answer.reject} />}
      {asking === "reopen" && <Reopen invoice={invoice} answer={answer} />}
      {asking === "delete" && <Delete answer={answer} />}
      {confirming.question && (
        <ConfirmAnywayDialog
          findings={confirming.question.findings}
          onLook={lookAgain}
          onConfirm={confirming.accept}
        />
      )}
      <Conflict invoice={invoice} review={review} conflicts={conflicts} />
    </>
  );
}

function Reopen({ invoice, answer }: { invoice: Invoice; answer: ReviewActions["answer"] }) {
  const { t } = useI18n();
  return (
    <ReasonDialog
      title={t.review.reopenTitle}
      hint={t.review.reopenHint[invoice.status === "processed" ? "processed" : "rejected"]}
      placeholder={t.review.reopenPlaceholder}
      verb={t.review.reopen}
      onCancel={answer.cancel}
      onGiven={answer.reopen}
    />
  );
}

function Delete({ answer }: { answer: ReviewActions["answer"] }) {
  const { t } = useI18n();
  return (
    <Dialog
      open
      onClose={answer.cancel}
      title={t.review.deleteTitle}
      hint={t.review.deleteHint}
      actions={
        <>
          <Button onClick={answer.cancel}>{t.action.cancel}</Button>
          <Button variant="danger" onClick={answer.remove}>
            {t.review.delete}
          </Button>
        </>
      }
    />
  );
}

/** Somebody else's newer version: of what is being typed, or of what was to be confirmed. */
function Conflict({ invoice, review, conflicts }: Omit<Props, "onChoose">) {
  const { dispatch } = useReviewStore();
  const { confirming } = review;
  const overtaken = confirming.overtaken;
  const newer = conflicts.length > 0 ? invoice : overtaken?.newer;
  if (!newer) return null;
  const server = shownData(newer);
  return (
    <ConflictDialog
      key={newer.version}
      differences={conflicts.length > 0 ? conflicts : (overtaken?.differences ?? [])}
      theirs={server}
      status={newer.status}
      onResolve={(data) => {
        if (conflicts.length === 0) confirming.dismiss();
        dispatch({ type: "resolved", data, server, version: newer.version });
      }}
    />
  );
}
