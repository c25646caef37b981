import { useRef } from "react";
import type { Finding } from "@/lib/api/types";
import { useFindingText } from "@/lib/i18n/finding-text";
import { useI18n } from "@/lib/i18n/i18n";
import { errorsIn } from "@/lib/invoices/confirm-invoice";
import { Button } from "@/lib/ui/button";
import { Dialog } from "@/lib/ui/dialog";
import styles from "./review.module.css";

interface Props {
  findings: readonly Finding[];
  onLook: () => void;
  onConfirm: () => void;
}

/** The errors that prevent confirming, each with its sentence. */
export function ConfirmAnywayDialog({ findings, onLook, onConfirm }: Props) {
  const { t } = useI18n();
  const findingText = useFindingText();
  const errors = errorsIn(findings);
  const look = useRef<HTMLButtonElement>(null);
  return (
    <Dialog
      open
      onClose={onLook}
      title={t.review.confirmAnywayTitle(errors.length)}
      // Enter must not confirm before the errors have been read.
      initialFocus={look}
      actions={
        <>
          <Button ref={look} onClick={onLook}>
            {t.review.lookAgain}
          </Button>
          <Button variant="primary" onClick={onConfirm}>
            {t.review.confirmAnyway}
          </Button>
        </>
      }
    >
      <ul className={styles["openErrors"]}>
        {errors.map((finding, index) => (
          <li key={index}>{findingText(finding)}</li>
        ))}
      </ul>
    </Dialog>
  );
}
