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
  const asBefore = useOriginText()(field);
  const problemText = useProblemText();
  const findingText = useFindingText();
  const refusal = problem ? problemText(problem) : field.refusal;
  // Findings stand at the top, once; beside the field at hand they are repeated, where the eye is.
  const about = active ? field.findings : [];
  const hard =
    toCheck && doubtful && evidence ? t.review.evidence.hardToRead(f.percent(evidence.confidence)) : null;
  const isWrong = Boolean(refusal ?? hard) || about.length > 0;
  if (!isWrong && !asBefore) return null;
  return (
    <div id={id} className={isWrong || active ? styles["notes"] : "unseen"}>
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
      {asBefore && (
        <p className={active ? undefined : "unseen"} data-level="info">
          {asBefore}
        </p>
      )}
    </div>
  );
}

/** How many earlier invoices say the same as the value that was read; null where none was asked, or the value is another now. */
function useOriginText(): (field: Pick<FieldState, "changed" | "evidence">) => string | null {
  const { t, f } = useI18n();
  return ({ changed, evidence }) => {
    const n = changed ? undefined : evidence?.origin?.invoices;
    return n === undefined ? null : t.review.evidence.asBefore(n, f.number(n));
  };
}

/** What supports the value, in words: the printed text, the confidence, how it was read, and earlier invoices. */
export function useSupportText(): (field: FieldState) => string | undefined {
  const { t, f } = useI18n();
  const originText = useOriginText();
  return (field) => {
    const { value, evidence } = field;
    const trust = trustOf(value, evidence);
    if (!evidence || trust === "none") return undefined;
    const words = t.review.evidence;
    if (trust === "person") return words.person;
    return [
      trust === "unsupported" ? words.notFound : evidence.text ? words.printed(evidence.text) : null,
      words.sure(f.percent(evidence.confidence)),
      words.sources[evidence.source],
      originText(field),
    ]
      .filter(Boolean)
      .join(" · ");
  };
}
