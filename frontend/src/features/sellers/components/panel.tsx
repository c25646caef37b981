import type { ReactNode } from "react";
import styles from "./seller.module.css";

/** One question about the seller, and its answer. */
export function Panel({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles["panel"]}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}
