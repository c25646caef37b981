/** Searches the words of all pages, as a browser searches a text. */
import { useEffect, useRef } from "react";
import { useI18n } from "@/lib/i18n/i18n";
import { IconButton } from "@/lib/ui/button";
import { CloseIcon, DownIcon, SearchIcon, UpIcon } from "@/lib/ui/icons";
import { MOST_MATCHES } from "./find";
import styles from "./viewer.module.css";

interface Props {
  typed: string;
  onTyped: (typed: string) => void;
  count: number;
  /** The hit gone to, from 1. */
  at: number;
  onStep: (step: 1 | -1) => void;
  onClose: () => void;
  /** While the field has the focus, Ctrl+F is the browser's own. */
  onFocused: (focused: boolean) => void;
}

export function FindBar({ typed, onTyped, count, at, onStep, onClose, onFocused }: Props) {
  const { t } = useI18n();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.select(), []);
  return (
    <search className={styles["find"]}>
      <SearchIcon aria-hidden />
      <input
        ref={input}
        type="text"
        aria-label={t.review.page.find}
        placeholder={t.review.page.find}
        autoComplete="off"
        spellCheck={false}
        value={typed}
        onChange={(event) => onTyped(event.target.value)}
        onFocus={() => onFocused(true)}
        onBlur={() => onFocused(false)}
        onKeyDown={(event) => {
          if (event.key === "Enter") onStep(event.shiftKey ? -1 : 1);
          else if (event.key === "Escape") onClose();
          else return;
          event.preventDefault();
        }}
      />
      <span className={styles["count"]} role="status">
        {typed.trim() !== "" && t.review.page.found(at, count, count >= MOST_MATCHES)}
      </span>
      <IconButton
        small
        label={t.review.page.findPrevious}
        shortcut="Shift+Enter"
        disabled={count === 0}
        onClick={() => onStep(-1)}
      >
        <UpIcon aria-hidden />
      </IconButton>
      <IconButton
        small
        label={t.review.page.findNext}
        shortcut="Enter"
        disabled={count === 0}
        onClick={() => onStep(1)}
      >
        <DownIcon aria-hidden />
      </IconButton>
      <IconButton small label={t.action.close} shortcut="Escape" onClick={onClose}>
        <CloseIcon aria-hidden />
      </IconButton>
    </search>
  );
}
