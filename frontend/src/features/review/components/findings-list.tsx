import { useI18n } from "@/lib/i18n/i18n";
import { useFindingText } from "@/lib/i18n/finding-text";
import { pointerName } from "@/lib/i18n/field-text";
import { valueAt } from "@/lib/json-pointer";
import { ConfirmedIcon, InfoIcon } from "@/lib/ui/icons";
import { sameValue } from "../draft/draft";
import { LEVEL_ICONS } from "./level-icons";
import { useReview } from "./review-context";
import styles from "./review.module.css";

const RANK = { error: 0, warning: 1, info: 2 };

/**
 * What an invoice must have before anybody may say that all its checks passed. The server's findings name what is
 * missing; findings stored by an earlier version may not.
 */
const CHECKED = [
  "/invoice_number",
  "/issue_date",
  "/seller/name",
  "/currency",
  "/net_amount",
  "/tax_amount",
  "/total_amount",
] as const;

/** All findings at a glance; each leads to the first value it concerns. */
export function FindingsList({ onChoose }: { onChoose: (pointer: string) => void }) {
  const { t } = useI18n();
  const { findings, missing, changed } = useReview(({ known, data, dirty }) => ({
    findings: known.findings,
    missing: CHECKED.filter((pointer) => sameValue(valueAt(data, pointer), null)).join(" "),
    changed: dirty,
  }));
  const findingText = useFindingText();
  if (findings.length === 0) {
    const names = missing.split(" ").map((pointer) => pointerName(pointer, t));
    const doubt = changed
      ? t.review.notCheckedYet
      : missing !== ""
        ? t.review.notChecked(names.join("; "))
        : null;
    return doubt !== null ? (
      <p className={styles["notChecked"]}>
        <InfoIcon aria-hidden />
        {doubt}
      </p>
    ) : (
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
