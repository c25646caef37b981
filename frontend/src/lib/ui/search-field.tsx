import { useEffect, useRef, useState } from "react";
import { useDebounced } from "@/lib/debounce";
import { useI18n } from "@/lib/i18n/i18n";
import { useShortcuts } from "@/lib/shortcuts";
import { SearchIcon } from "./icons";
import styles from "./search-field.module.css";

/** Milliseconds without a key after which a search starts: with it, what is typed is answered within 200. */
const REST = 100;

interface Props {
  label: string;
  placeholder?: string;
  value: string;
  onSearch: (text: string) => void;
  /** Whose key / is, which brings the focus here: the title of its section in the help. */
  section?: string;
  /** What Enter does with the text as it stands, which may not have been searched yet. */
  onEnter?: (text: string) => void;
}

/** Searches during typing, shortly after the last key. */
export function SearchField({ label, placeholder = label, value, onSearch, section, onEnter }: Props) {
  const { t } = useI18n();
  const [typed, setTyped] = useState(value);
  const [known, setKnown] = useState(value);
  const rested = useDebounced(typed, REST);
  const input = useRef<HTMLInputElement>(null);
  if (known !== value) {
    // The URL changed by itself (back, a tab): the field follows, unless it is what is being typed here.
    setKnown(value);
    if (value !== rested) setTyped(value);
  }
  /** What was searched last: Enter is ahead of the rest, which must not search once more after it. */
  const sent = useRef(value);
  useEffect(() => {
    sent.current = value;
  }, [value]);
  const search = (text: string) => {
    if (text === sent.current) return;
    sent.current = text;
    onSearch(text);
  };
  useEffect(() => {
    if (rested === typed) search(rested);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- only rest after typing starts a search
  }, [rested]);

  const toHere = () => {
    input.current?.focus();
    input.current?.select();
  };
  useShortcuts(
    section ?? "",
    [{ keys: "/", label: t.shortcuts.search, run: toHere, keyOnly: true }],
    section !== undefined,
  );

  return (
    <label className={styles["search"]}>
      <SearchIcon aria-hidden />
      <input
        ref={input}
        type="search"
        aria-label={label}
        placeholder={placeholder}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") event.currentTarget.blur();
          if (event.key !== "Enter") return;
          search(typed);
          if (typed.trim() !== "") onEnter?.(typed);
        }}
      />
    </label>
  );
}
