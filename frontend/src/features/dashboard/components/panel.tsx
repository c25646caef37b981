import type { ReactNode } from "react";
import styles from "./dashboard.module.css";

interface Props {
  title: string;
  /** As wide as two. */
  wide?: boolean;
  /** What will be here once there is something; null: there is. */
  empty?: string | null;
  children: ReactNode;
}

/** One question of the dashboard, and its answer. */
export function Panel({ title, wide, empty = null, children }: Props) {
  return (
    <section className={`${styles["panel"] ?? ""} ${wide ? (styles["wide"] ?? "") : ""}`}>
      <h2>{title}</h2>
      {empty === null ? children : <p className={styles["faint"]}>{empty}</p>}
    </section>
  );
}
