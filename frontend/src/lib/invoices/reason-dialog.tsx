import { useRef, useState } from "react";
import { useI18n } from "@/lib/i18n/i18n";
import { Button } from "@/lib/ui/button";
import { Dialog } from "@/lib/ui/dialog";

interface Props {
  title: string;
  hint: string;
  placeholder: string;
  /** The label of the button that does it. */
  verb: string;
  danger?: boolean;
  onCancel: () => void;
  onGiven: (reason: string) => void;
}

/** Asks once before a decision, and for its reason, which may be left empty. */
export function ReasonDialog({ title, hint, placeholder, verb, danger, onCancel, onGiven }: Props) {
  const { t } = useI18n();
  const [reason, setReason] = useState("");
  const field = useRef<HTMLTextAreaElement>(null);
  const give = () => onGiven(reason);
  return (
    <Dialog
      open
      onClose={onCancel}
      title={title}
      hint={hint}
      initialFocus={field}
      actions={
        <>
          <Button onClick={onCancel}>{t.action.cancel}</Button>
          <Button variant={danger ? "danger" : "primary"} onClick={give}>
            {verb}
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
          placeholder={placeholder}
          onChange={(event) => setReason(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) give();
          }}
        />
      </label>
    </Dialog>
  );
}
