/** Notes beside a value: refusal, findings, the printed text, the confidence. */
import { useI18n } from "@/lib/i18n/i18n";
import { useFindingText } from "@/lib/i18n/finding-text";
import { ErrorIcon, WarningIcon } from "@/lib/ui/icons";
import { trustOf } from "../draft/fields-to-check";
import type { Problem } from "../fields";
import { LEVEL_ICONS } from "./level-icons";
import type { FieldState } from "./use-field";
import styles from "./fields.module.css";

function useProblemText(): (problem: Problem) => string {
  const { t } = useI18n();
  return (problem) => {
    switch (problem.why) {
      case "notNumber":
        return t.review.notNumber[problem.reason];
      case "notDate":
        return t.review.notDate[problem.reason];
      case "tooLong":
        return t.review.tooLong(problem.limit);
      case "notCode":
        return t.review.notCode(problem.letters);
    }
  };
}

/** Everything wrong with a value, in words; empty when nothing is. */
export function FieldNotes({ field, id }: { field: FieldState; id: string }) {
  const { t, f } = useI18n();
  const { problem, active, toCheck, doubtful, evidence } = field;
  const problemText = useProblemText();
  const findingText = useFindingText();
  const refusal = problem ? problemText(problem) : field.refusal;
  // Findings stand at the top, once; beside the field at hand they are repeated, where the eye is.
  const about = active ? field.findings : [];
  const hard =
    toCheck && doubtful && evidence ? t.review.evidence.hardToRead(f.percent(evidence.confidence)) : null;
  if (!refusal && !hard && about.length === 0) return null;
  return (
    <div id={id} className={styles["notes"]}>
      {refusal && (
        <p data-level="error">
          <ErrorIcon aria-hidden />
          {refusal}
        </p>
      )}
      {hard && (
        <p data-level="warning">
          <WarningIcon aria-hidden />
          {hard}
        </p>
      )}
      {about.map((finding) => {
        const Icon = LEVEL_ICONS[finding.level];
        return (
          <p key={finding.code + finding.message} data-level={finding.level}>
            <Icon aria-hidden />
            {findingText(finding)}
          </p>
        );
      })}
    </div>
  );
}

/** What supports the value, in words: the printed text, the confidence, and how it was read. */
export function useSupportText(): (field: FieldState) => string | undefined {
  const { t, f } = useI18n();
  return ({ value, evidence }) => {
    const trust = trustOf(value, evidence);
    if (!evidence || trust === "none") return undefined;
    const words = t.review.evidence;
    if (trust === "person") return words.person;
    return [
      trust === "unsupported" ? words.notFound : evidence.text ? words.printed(evidence.text) : null,
      words.sure(f.percent(evidence.confidence)),
      words.sources[evidence.source],
    ]
      .filter(Boolean)
      .join(" · ");
  };
}
