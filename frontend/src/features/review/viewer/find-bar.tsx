/** Searches the words of all pages, as a browser searches a text. */
import { useEffect, useRef } from "react";
import { useI18n } from "@/lib/i18n/i18n";
import { IconButton } from "@/lib/ui/button";
import { CloseIcon, DownIcon, RetryIcon, SearchIcon, UpIcon } from "@/lib/ui/icons";
import { ProgressBar } from "@/lib/ui/progress-bar";
import { MOST_MATCHES } from "./find";
import styles from "./viewer.module.css";

interface Props {
  typed: string;
  onTyped: (typed: string) => void;
  count: number;
  /** The hit gone to, from 1; 0 while there is none. */
  at: number;
  /** How many pages were read so far, and of how many. */
  read: number;
  of: number;
  /** Some pages could not be read. */
  onRetry: (() => void) | null;
  onStep: (step: 1 | -1) => void;
  onClose: () => void;
  /** While the field has the focus, Ctrl+F is the browser's own. */
  onFocused: (focused: boolean) => void;
}

export function FindBar(props: Props) {
  const { typed, onTyped, count, at, read, of, onRetry, onStep, onClose, onFocused } = props;
  const { t } = useI18n();
  const words = t.review.page;
  const isReading = read < of;
  const found = () => {
    if (at === 0 && isReading) return onRetry ? words.unread(of - read) : words.searching(read, of);
    return words.found(at, count, isReading || count >= MOST_MATCHES);
  };
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.select(), []);
  return (
    <search className={styles["find"]}>
      <SearchIcon aria-hidden />
      <input
        ref={input}
        type="text"
        aria-label={words.find}
        placeholder={words.find}
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
        {typed.trim() !== "" && found()}
      </span>
      {isReading &&
        (onRetry ? (
          <IconButton small label={t.action.retry} onClick={onRetry}>
            <RetryIcon aria-hidden />
          </IconButton>
        ) : (
          <span className={styles["reading"]}>
            <ProgressBar value={read / of} label={words.searching(read, of)} />
          </span>
        ))}
      <IconButton
        small
        label={words.findPrevious}
        shortcut="Shift+Enter"
        disabled={count === 0}
        onClick={() => onStep(-1)}
      >
        <UpIcon aria-hidden />
      </IconButton>
      <IconButton
        small
        label={words.findNext}
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
