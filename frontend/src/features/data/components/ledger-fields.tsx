import { useI18n } from "@/lib/i18n/i18n";
import { LEDGER_FIELDS, PATTERNS, type LedgerField, type LedgerForm } from "../ledger-form";
import styles from "./export-dialog.module.css";

interface Props {
  form: LedgerForm;
  onChange: (name: LedgerField, value: string) => void;
}

/** The numbers that a file for DATEV needs; they are remembered in this browser. */
export function LedgerFields({ form, onChange }: Props) {
  const { t } = useI18n();
  const words = t.data.exports.ledger;
  return (
    <fieldset className={styles["choice"]}>
      <legend>{words.title}</legend>
      <div className={styles["ledger"]}>
        {LEDGER_FIELDS.map((name) => (
          <label key={name}>
            {words[name]}
            <input
              value={form[name]}
              inputMode={name === "fiscal_year_start" ? "text" : "numeric"}
              aria-invalid={form[name] !== "" && !PATTERNS[name].test(form[name])}
              onChange={(event) => onChange(name, event.target.value.trim())}
            />
          </label>
        ))}
      </div>
      <p>{words.hint}</p>
    </fieldset>
  );
}
