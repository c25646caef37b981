import { Link } from "@tanstack/react-router";
import { useI18n } from "@/lib/i18n/i18n";
import { BackIcon } from "@/lib/ui/icons";
import type { ReviewSearch } from "../search";
import styles from "./review.module.css";

/** To the list that the review was opened from: its tab, its page, and there the row of this invoice. */
export function BackLink({ search }: { search: ReviewSearch }) {
  const { t } = useI18n();
  return (
    <Link
      to="/inbox"
      search={search}
      className={styles["back"]}
      aria-label={t.review.back}
      title={t.review.back}
    >
      <BackIcon aria-hidden />
    </Link>
  );
}
