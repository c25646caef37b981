import type { ReactNode } from "react";
import styles from "./dashboard.module.css";

interface Bar {
  key: string;
  label: string;
  /** The length of the bar. */
  value: number;
  /** What is printed: the figure itself. */
  text: string;
  more?: ReactNode;
}

/** Lying bars on one scale, each with its figure: the longest is full. */
export function ComparedBars({ bars }: { bars: readonly Bar[] }) {
  const highest = Math.max(...bars.map(({ value }) => Math.abs(value)), Number.MIN_VALUE);
  return (
    <ol className={styles["compared"]}>
      {bars.map(({ key, label, value, text, more }) => (
        <li key={key}>
          <span className={styles["name"]} title={label}>
            {label}
          </span>
          <span className="number">{text}</span>
          <meter className={styles["meter"]} value={Math.abs(value) / highest} aria-label={label} />
          {more && <span className={styles["faint"]}>{more}</span>}
        </li>
      ))}
    </ol>
  );
}
