import { useI18n } from "@/lib/i18n/i18n";
import { useFindingText } from "@/lib/i18n/finding-text";
import { ConfirmedIcon } from "@/lib/ui/icons";
import { LEVEL_ICONS } from "./level-icons";
import { useReview } from "./review-context";
import styles from "./review.module.css";

const RANK = { error: 0, warning: 1, info: 2 };

/** All findings at a glance; each leads to the first value it concerns. */
export function FindingsList({ onChoose }: { onChoose: (pointer: string) => void }) {
  const { t } = useI18n();
  const { findings } = useReview();
  const findingText = useFindingText();
  if (findings.length === 0) {
    return (
      <p className={styles["allGood"]}>
        <ConfirmedIcon aria-hidden />
        {t.review.noFindings}
      </p>
    );
  }
  return (
    <ul className={styles["findings"]} aria-label={t.review.findings}>
      {[...findings]
        .sort((a, b) => RANK[a.level] - RANK[b.level])
        .map((finding) => {
          const Icon = LEVEL_ICONS[finding.level];
          const target = finding.pointers[0];
          const text = (
            <>
              <Icon aria-hidden />
              <span>
                <span className="unseen">{t.review.level[finding.level]}: </span>
                {findingText(finding)}
              </span>
            </>
          );
          return (
            <li key={finding.code + finding.message} data-level={finding.level}>
              {target === undefined ? (
                <span className={styles["finding"]}>{text}</span>
              ) : (
                <button type="button" className={styles["finding"]} onClick={() => onChoose(target)}>
                  {text}
                </button>
              )}
            </li>
          );
        })}
    </ul>
  );
}
