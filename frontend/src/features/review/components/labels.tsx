import { useState } from "react";
import type { Invoice } from "@/lib/api/types";
import { useErrorText } from "@/lib/i18n/error-text";
import { useI18n } from "@/lib/i18n/i18n";
import { useMay } from "@/lib/session/me";
import { useToast } from "@/lib/ui/toasts";
import { useLabelInvoice, type LabelChanges } from "../api/label-invoice";
import { CodesInput } from "./codes-input";
import styles from "./review.module.css";

/** Where the invoice comes from, and what it is called and filed under: folded, and changed in any state. */
export function Labels({ invoice }: { invoice: Invoice }) {
  const { t, f } = useI18n();
  const words = t.review.labels;
  const toast = useToast();
  const errorText = useErrorText();
  const { mutate } = useLabelInvoice();
  const readOnly = !useMay()("label");
  const change = (changes: LabelChanges) =>
    mutate(
      { id: invoice.id, changes },
      { onError: (error) => toast({ text: errorText(error), kind: "error" }) },
    );
  const { kind, sender, subject, path, received_at: received } = invoice.source;
  const told = [sender, subject, path, received && f.dateTime(received)].filter(Boolean);
  const facts = [words.sources[kind], invoice.reference, ...invoice.tags].filter(Boolean);
  return (
    <details className={styles["blockers"]}>
      <summary>
        {words.title}: {facts.join(" · ")}
      </summary>
      {told.length > 0 && <p>{told.join(" · ")}</p>}
      <div className={styles["labels"]}>
        {/* Made anew when somebody else has changed it. */}
        <ReferenceInput
          key={invoice.reference}
          value={invoice.reference ?? ""}
          readOnly={readOnly}
          onValue={(reference) => change({ reference: reference || null })}
        />
        <div className="field">
          <label htmlFor="tags">{words.tags}</label>
          <CodesInput
            id="tags"
            label={words.tags}
            placeholder={words.addTag}
            value={invoice.tags}
            readOnly={readOnly}
            onValue={(tags) => change({ tags })}
          />
        </div>
      </div>
    </details>
  );
}

interface ReferenceProps {
  value: string;
  readOnly: boolean;
  onValue: (reference: string) => void;
}

/** Saved when it is left, or by Enter. */
function ReferenceInput({ value, readOnly, onValue }: ReferenceProps) {
  const { t } = useI18n();
  const [typed, setTyped] = useState(value);
  const save = () => {
    if (typed.trim() !== value) onValue(typed.trim());
  };
  return (
    <label className="field">
      <span>{t.review.labels.reference}</span>
      <input
        type="text"
        maxLength={200}
        autoComplete="off"
        readOnly={readOnly}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={save}
        onKeyDown={(event) => event.key === "Enter" && save()}
      />
    </label>
  );
}
