import { useLayoutEffect, useRef, useState, type ComponentProps, type RefObject } from "react";
import styles from "./fields.module.css";

interface Props extends Omit<ComponentProps<"input">, "value" | "onChange"> {
  value: string | null;
  /** The value's form while it is not edited. */
  show: (value: string) => string;
  /** The value's form while it is edited. */
  edit: (value: string) => string;
  /** The typed text as a value; a text that is not one is kept as it is, and marked with the reason. */
  read: (typed: string) => { value: string } | { reason: string };
  onValue: (value: string | null) => void;
  ref?: RefObject<HTMLInputElement | null>;
}

/** A text field for a value that is written in one form and kept in another: amounts and dates. */
export function FormattedInput({ value, show, edit, read, onValue, onFocus, onBlur, ...rest }: Props) {
  // Only while the field has the focus: what was typed, as it was typed.
  const [typed, setTyped] = useState<{ text: string; means: string | null; taken: boolean } | null>(null);
  // The change of form clears the browser's selection: it is restored, so that typing after Tab replaces the value.
  const entered = useRef<HTMLInputElement | null>(null);
  useLayoutEffect(() => {
    entered.current?.select();
    entered.current = null;
  });
  // Undo, or words picked from the page, changed the value during typing: the new value is shown.
  const shown =
    typed !== null && typed.means === value
      ? typed.text
      : typed !== null
        ? edit(value ?? "")
        : show(value ?? "");
  // The value is shown before the field is left, if it was typed in another form: a sum, "1.234", "1/3/26".
  const means = typed?.means === value && typed.taken ? show(typed.means ?? "") : "";
  const isPlain = typed === null || [means, edit(value ?? "")].includes(typed.text.trim());
  const input = (
    <input
      type="text"
      autoComplete="off"
      {...rest}
      value={shown}
      onFocus={(event) => {
        entered.current = event.currentTarget;
        setTyped({ text: edit(value ?? ""), means: value, taken: false });
        onFocus?.(event);
      }}
      onBlur={(event) => {
        setTyped(null);
        onBlur?.(event);
      }}
      onChange={(event) => {
        const text = event.target.value;
        const reading = text.trim() === "" ? null : read(text);
        const taken = reading !== null && "value" in reading;
        const means = reading === null ? null : taken ? reading.value : text;
        setTyped({ text, means, taken });
        onValue(means);
      }}
    />
  );
  return (
    <div className={styles["formatted"]}>
      {input}
      {means && !isPlain && <output className={styles["means"]}>= {means}</output>}
    </div>
  );
}
