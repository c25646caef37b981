import styles from "./progress-bar.module.css";

/** `value` 0..1, or null while unknown. */
export function ProgressBar({ value, label }: { value: number | null; label: string }) {
  return (
    <progress className={styles["bar"]} aria-label={label} max={1} {...(value === null ? {} : { value })} />
  );
}
