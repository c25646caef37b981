import { useRef, useState } from "react";
import { useI18n } from "@/lib/i18n/i18n";
import { Button } from "@/lib/ui/button";
import { Dialog } from "@/lib/ui/dialog";

interface Props {
  count: number;
  onCancel: () => void;
  onReject: (reason: string) => void;
}

export function RejectDialog({ count, onCancel, onReject }: Props) {
  const { t } = useI18n();
  const [reason, setReason] = useState("");
  const field = useRef<HTMLTextAreaElement>(null);
  const reject = () => onReject(reason);
  return (
    <Dialog
      open
      onClose={onCancel}
      title={t.review.rejectTitle(count)}
      hint={t.review.rejectHint}
      initialFocus={field}
      actions={
        <>
          <Button onClick={onCancel}>{t.action.cancel}</Button>
          <Button variant="danger" onClick={reject}>
            {t.review.reject}
          </Button>
        </>
      }
    >
      <label className="field">
        <span>{t.review.rejectReason}</span>
        <textarea
          ref={field}
          rows={3}
          maxLength={1000}
          value={reason}
          placeholder={t.review.rejectPlaceholder}
          onChange={(event) => setReason(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) reject();
          }}
        />
      </label>
    </Dialog>
  );
}
