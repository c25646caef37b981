import { useState, type FocusEventHandler } from "react";
import { useI18n } from "@/lib/i18n/i18n";
import { CloseIcon } from "@/lib/ui/icons";
import styles from "./fields.module.css";

interface Props {
  id: string;
  value: readonly string[];
  readOnly: boolean;
  label: string;
  compact?: boolean;
  /** Where nothing is typed yet; "Add a code" without it. */
  placeholder?: string;
  onValue: (codes: string[]) => void;
  onFocus?: FocusEventHandler;
  onBlur?: FocusEventHandler;
}

/** Several short codes: Enter or a comma adds one, Backspace in the empty field takes the last one back. */
export function CodesInput(props: Props) {
  const { t } = useI18n();
  const { id, value, readOnly, label, compact, placeholder = t.review.codes.add } = props;
  const { onValue, onFocus, onBlur } = props;
  const [typed, setTyped] = useState("");
  const add = () => {
    const codes = typed
      .split(/[,;\n]/)
      .map((code) => code.trim())
      .filter(Boolean);
    if (codes.length > 0) onValue([...new Set([...value, ...codes])]);
    setTyped("");
  };
  return (
    <div className={styles["codes"]} data-compact={compact || undefined}>
      {value.map((code, index) => (
        <span key={code} className={styles["chip"]}>
          {code}
          {!readOnly && (
            <button
              type="button"
              tabIndex={-1}
              aria-label={t.review.codes.remove(code)}
              onClick={() => onValue(value.filter((_, other) => other !== index))}
            >
              <CloseIcon aria-hidden />
            </button>
          )}
        </span>
      ))}
      <input
        id={id}
        type="text"
        autoComplete="off"
        readOnly={readOnly}
        aria-label={label}
        placeholder={readOnly || compact || value.length > 0 ? "" : placeholder}
        value={typed}
        onFocus={onFocus}
        onBlur={(event) => {
          add();
          onBlur?.(event);
        }}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
            add(); // confirms the invoice, the code included
          } else if (event.key === "Enter" || event.key === ",") {
            if (typed.trim() || event.key === ",") {
              event.preventDefault();
              add();
            }
          } else if (event.key === "Backspace" && typed === "" && value.length > 0 && !readOnly) {
            event.preventDefault();
            onValue(value.slice(0, -1));
            setTyped(value.at(-1) ?? "");
          }
        }}
      />
    </div>
  );
}
