/** One line below the page: what a click does now, and what the marks mean. */
import { useI18n } from "@/lib/i18n/i18n";
import { Kbd } from "@/lib/ui/kbd";
import type { Look } from "./marks";
import styles from "./viewer.module.css";

interface Props {
  /** The name of the field that a click fills, null for none. */
  fills: string | null;
  /** The words that were taken last for it. */
  taken: string | null;
}

const LOOKS: readonly Exclude<Look, "hovered">[] = ["active", "doubtful", "other"];

export function Legend({ fills, taken }: Props) {
  const { t } = useI18n();
  return (
    <footer className={styles["legend"]}>
      <p>
        {taken === null && (fills === null ? t.review.page.opens : t.review.page.fills(fills))}
        <span role="status">{taken !== null && t.review.page.taken(taken)}</span>
      </p>
      <ul>
        {LOOKS.map((look) => (
          <li key={look}>
            <span className={styles["swatch"]} data-look={look} />
            {t.review.page.looks[look]}
            {look === "other" && <Kbd keys="Mod" />}
          </li>
        ))}
      </ul>
    </footer>
  );
}
