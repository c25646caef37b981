/** The right input for each kind of value. */
import type { InputHTMLAttributes } from "react";
import { useI18n } from "@/lib/i18n/i18n";
import { notationOf, readNumber } from "@/lib/typed-number";
import { readDate, typedDate } from "@/lib/typed-date";
import { groupedIban, ibanOf } from "@/lib/iban";
import { namedCode, nameOfCode, type CodeNames } from "@/lib/i18n/code-names";
import type { Kind } from "@/lib/invoices/fields";
import { FormattedInput } from "./formatted-input";
import styles from "./fields.module.css";

type Shared = Pick<
  InputHTMLAttributes<HTMLElement>,
  | "id"
  | "readOnly"
  | "placeholder"
  | "aria-label"
  | "aria-invalid"
  | "aria-describedby"
  | "onFocus"
  | "onBlur"
>;

interface Props extends Shared {
  kind: Exclude<Kind, "codes">;
  value: string | null;
  onValue: (value: string | null) => void;
  /** Amounts keep two decimals, quantities and rates as many as they have. */
  digits?: number;
  /** A percent sign may be typed behind the number. */
  percent?: boolean;
  /** For a text that is a code: its name is shown while it is not edited. */
  names?: CodeNames | null;
}

export function ValueInput({
  kind,
  value,
  onValue,
  digits = 2,
  percent = false,
  names = null,
  ...shared
}: Props) {
  const { t, f } = useI18n();
  if (names) {
    return (
      <FormattedInput
        {...shared}
        spellCheck={false}
        title={value === null ? undefined : namedCode(names, value)}
        value={value}
        show={(code) => nameOfCode(names, code)}
        edit={(code) => code}
        read={(text) => ({ value: text })}
        onValue={onValue}
      />
    );
  }
  switch (kind) {
    case "number":
      return (
        <FormattedInput
          {...shared}
          className="number"
          inputMode="decimal"
          value={value}
          show={(number) => f.number(number, digits)}
          edit={(number) =>
            /^-?\d+(\.\d+)?$/.test(number) ? number.replace(".", f.decimalSeparator) : number
          }
          read={(text) => readNumber(text, notationOf(f.locale), { percent })}
          onValue={onValue}
        />
      );
    case "date":
      return (
        <FormattedInput
          {...shared}
          value={value}
          show={f.date}
          edit={(date) => typedDate(date, f.locale)}
          read={(text) => readDate(text, f.locale)}
          onValue={onValue}
        />
      );
    case "iban":
      return (
        <FormattedInput
          {...shared}
          className={styles["iban"]}
          spellCheck={false}
          value={value}
          show={groupedIban}
          edit={(iban) => iban}
          read={(text) => ({ value: ibanOf(text) })}
          onValue={onValue}
        />
      );
    case "type":
      return (
        <select
          {...shared}
          disabled={shared.readOnly}
          value={value ?? ""}
          onChange={(event) => onValue(event.target.value || null)}
        >
          <option value="">{t.review.documentType.none}</option>
          <option value="invoice">{t.review.documentType.invoice}</option>
          <option value="credit_note">{t.review.documentType.credit_note}</option>
        </select>
      );
    case "long":
      return (
        <textarea
          {...shared}
          className={styles["long"]}
          rows={1}
          value={value ?? ""}
          onChange={(event) => onValue(event.target.value || null)}
        />
      );
    case "text":
    case "currency":
    case "country":
      return (
        <input
          {...shared}
          type="text"
          autoComplete="off"
          spellCheck={false}
          className={kind === "text" ? undefined : styles["code"]}
          value={value ?? ""}
          onChange={(event) => {
            const text = kind === "text" ? event.target.value : event.target.value.toUpperCase();
            onValue(text || null);
          }}
        />
      );
  }
}
