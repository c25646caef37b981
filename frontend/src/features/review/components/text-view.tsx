import type { ReadText } from "@/lib/api/types";
import { useI18n } from "@/lib/i18n/i18n";
import { FileIcon } from "@/lib/ui/icons";
import { EmptyState, ErrorState, Skeleton } from "@/lib/ui/states";
import { linesOf } from "../words";
import styles from "./review.module.css";

interface Props {
  text: ReadText | undefined;
  error: Error | null;
  onRetry: () => void;
  page: number;
}

/** What was read on the page that is shown. */
export function TextView({ text, error, onRetry, page }: Props) {
  const { t } = useI18n();
  if (error && !text) return <ErrorState error={error} onRetry={onRetry} />;
  if (!text) return <Skeleton rows={14} />;
  const read = text.pages.find(({ number }) => number === page);
  if (!read || read.words.length === 0) return <EmptyState icon={<FileIcon />} title={t.review.text.empty} />;
  return (
    <div className={styles["text"]}>
      <p className={styles["faint"]}>
        {[
          t.review.page.label(page, text.page_count),
          t.review.evidence.sources[read.source],
          t.review.text.words(read.words.length),
          read.rotation ? t.review.text.turned(read.rotation) : null,
        ]
          .filter(Boolean)
          .join(" · ")}
      </p>
      <pre>{linesOf(read.words).join("\n")}</pre>
    </div>
  );
}
