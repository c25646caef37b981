import { useLayoutEffect, useRef, useState, type ComponentProps, type RefObject } from "react";

interface Props extends Omit<ComponentProps<"input">, "value" | "onChange"> {
  value: string | null;
  /** How the value reads while nobody edits it. */
  show: (value: string) => string;
  /** How it reads while somebody does. */
  edit: (value: string) => string;
  /** What was typed as a value; null when it is none: then the words themselves are kept, and marked. */
  parse: (typed: string) => string | null;
  onValue: (value: string | null) => void;
  ref?: RefObject<HTMLInputElement | null>;
}

/** A text field for a value that is written in one form and kept in another: amounts and dates. */
export function FormattedInput({ value, show, edit, parse, onValue, onFocus, onBlur, ...rest }: Props) {
  // Only while the field has the focus: what was typed, as it was typed.
  const [typed, setTyped] = useState<{ text: string; means: string | null } | null>(null);
  // The value's other form undoes the browser's selection: who tabs in and types means to replace it.
  const entered = useRef<HTMLInputElement | null>(null);
  useLayoutEffect(() => {
    entered.current?.select();
    entered.current = null;
  });
  // Undo, or words taken from the page, changed the value under the typing: it counts.
  const shown =
    typed !== null && typed.means === value
      ? typed.text
      : typed !== null
        ? edit(value ?? "")
        : show(value ?? "");
  return (
    <input
      type="text"
      autoComplete="off"
      {...rest}
      value={shown}
      onFocus={(event) => {
        entered.current = event.currentTarget;
        setTyped({ text: edit(value ?? ""), means: value });
        onFocus?.(event);
      }}
      onBlur={(event) => {
        setTyped(null);
        onBlur?.(event);
      }}
      onChange={(event) => {
        const text = event.target.value;
        const means = text.trim() === "" ? null : (parse(text) ?? text);
        setTyped({ text, means });
        onValue(means);
      }}
    />
  );
}
