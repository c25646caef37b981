/** Notes beside a value: refusal, findings, the printed text, the confidence. */
import type { Evidence } from "@/lib/api/types";
import { useI18n } from "@/lib/i18n/i18n";
import { useFindingText } from "@/lib/i18n/finding-text";
import { ErrorIcon, NotFoundIcon } from "@/lib/ui/icons";
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
export function FieldNotes({ pointer, field, id }: { pointer: string; field: FieldState; id: string }) {
  const { problem, active } = field;
  const problemText = useProblemText();
  const findingText = useFindingText();
  const refusal = problem ? problemText(problem) : field.refusal;
  // A finding about several values is shown once, beside the first, and beside the one at hand.
  const about = field.findings.filter(({ pointers }) => pointers[0] === pointer || active);
  if (!refusal && about.length === 0) return null;
  return (
    <div id={id} className={styles["notes"]}>
      {refusal && (
        <p data-level="error">
          <ErrorIcon aria-hidden />
          {refusal}
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

/** The mark of a value: none for high confidence, a dot for low confidence, a dashed ring for a value without evidence. */
export function TrustMark({ value, evidence }: { value: unknown; evidence: Evidence | undefined }) {
  const { t, f } = useI18n();
  const trust = trustOf(value, evidence);
  if (!evidence || trust === "none") return <span className={styles["mark"]} />;
  const words = t.review.evidence;
  const text =
    trust === "person"
      ? words.person
      : [
          trust === "unsupported" ? words.notFound : evidence.text ? words.printed(evidence.text) : null,
          words.sure(f.percent(evidence.confidence)),
          words.sources[evidence.source],
        ]
          .filter(Boolean)
          .join(" · ");
  return (
    <span className={styles["mark"]} data-trust={trust} title={text}>
      {trust === "unsupported" && <NotFoundIcon aria-hidden />}
      {trust !== "unsupported" && <i aria-hidden />}
      <span className="unseen">{text}</span>
    </span>
  );
}
