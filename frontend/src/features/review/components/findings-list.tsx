import { useState } from "react";
import { useI18n } from "@/lib/i18n/i18n";
import { useFindingText } from "@/lib/i18n/finding-text";
import { labelOf, pointerName } from "@/lib/i18n/field-text";
import { valueAt } from "@/lib/json-pointer";
import { Button } from "@/lib/ui/button";
import { ConfirmedIcon, ConfirmIcon, InfoIcon } from "@/lib/ui/icons";
import { Kbd } from "@/lib/ui/kbd";
import { sameValue } from "../draft/draft";
import { acceptedFinding, fieldsToCheck } from "../draft/fields-to-check";
import { groupedFindings, isAccepted, largestDifference, type FindingGroup } from "../findings";
import { isReadOnly } from "../review-store";
import { LEVEL_ICONS } from "./level-icons";
import { useReview, useReviewStore } from "./review-context";
import styles from "./findings.module.css";

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

type Choose = (pointer: string) => void;

/** All findings at a glance, once: like ones together, each with its figures and the way to its places. */
export function FindingsList({ onChoose }: { onChoose: Choose }) {
  const { t } = useI18n();
  const findings = useReview(({ known }) => known.findings);
  return (
    <>
      <ToCheck />
      <section className={styles["findings"]} aria-label={t.review.findings}>
        {findings.length === 0 ? (
          <Verdict />
        ) : (
          <ul>
            {groupedFindings(findings).map((group) => (
              <Group key={`${group.level} ${group.code}`} group={group} onChoose={onChoose} />
            ))}
          </ul>
        )}
      </section>
    </>
  );
}

/** How many fields are to be checked, what their mark looks like, and the key that goes through them. */
function ToCheck() {
  const { t } = useI18n();
  const left = useReview((state) => fieldsToCheck(state).length);
  return (
    <h2 className={styles["left"]}>
      <span role="status">{t.review.check.left(left)}</span>
      {left > 0 && (
        <small className={styles["legend"]}>
          <i aria-hidden />
          {t.review.check.legend}
          <Kbd keys="Enter" />
          {t.review.check.enter}
        </small>
      )}
    </h2>
  );
}

/** What is to be said where nothing was found. */
function Verdict() {
  const { t } = useI18n();
  const changed = useReview(({ dirty }) => dirty);
  const missing = useReview(({ data }) =>
    CHECKED.filter((pointer) => sameValue(valueAt(data, pointer), null)),
  );
  const doubt = changed
    ? t.review.notCheckedYet
    : missing.length > 0
      ? t.review.notChecked(missing.map((pointer) => pointerName(pointer, t)).join("; "))
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

function Group({ group, onChoose }: { group: FindingGroup; onChoose: Choose }) {
  const { t } = useI18n();
  const store = useReviewStore();
  const { accepted, readOnly } = useReview((state) => ({
    accepted: isAccepted(group, state.accepted),
    readOnly: isReadOnly(state),
  }));
  const sentence = useSentence(group);
  const Icon = LEVEL_ICONS[group.level];
  const [place] = group.places;
  const text = (
    <>
      <Icon aria-hidden />
      <span>
        <span className="unseen">{t.review.level[group.level]}: </span>
        {sentence}
      </span>
    </>
  );
  return (
    <li data-level={group.level} data-accepted={accepted || undefined}>
      {place === undefined ? (
        <span className={styles["finding"]}>{text}</span>
      ) : (
        <button type="button" className={styles["finding"]} onClick={() => onChoose(place)}>
          {text}
        </button>
      )}
      {group.level !== "info" && !readOnly && (
        <Button
          small
          variant="quiet"
          disabled={accepted}
          title={t.review.check.acceptHint}
          onClick={() => store.accept(group.findings.map(acceptedFinding))}
        >
          <ConfirmIcon aria-hidden />
          {accepted ? t.review.check.accepted : t.review.check.accept}
          <span className="unseen">: {sentence}</span>
        </Button>
      )}
      {group.places.length > 1 && <Places places={group.places} onChoose={onChoose} />}
    </li>
  );
}

function useSentence({ code, findings, places }: FindingGroup): string {
  const { t, f } = useI18n();
  const findingText = useFindingText();
  const first = findingText(findings[0]);
  if (findings.length === 1) return first;
  switch (code) {
    case "line-amount":
    case "more-line-amounts": {
      const most = largestDifference(findings);
      return t.review.like.lineAmount(places.length, most === null ? null : f.number(most, 2));
    }
    case "not-in-document":
      return t.review.like.notInDocument(places.length);
    case "low-confidence":
      return t.review.like.lowConfidence(findings.length);
    default:
      return t.review.like.other(first, findings.length - 1);
  }
}

/** More places than this are named when somebody asks for them. */
const NAMED = 10;

function Places({ places, onChoose }: { places: readonly string[]; onChoose: Choose }) {
  const { t } = useI18n();
  const [all, setAll] = useState(false);
  const shown = all ? places : places.slice(0, NAMED);
  return (
    <span className={styles["places"]}>
      {shown.map((place) => (
        <button key={place} type="button" title={pointerName(place, t)} onClick={() => onChoose(place)}>
          <Place field={place} />
        </button>
      ))}
      {places.length > shown.length && (
        <button type="button" onClick={() => setAll(true)}>
          {t.review.like.more(places.length - shown.length)}
        </button>
      )}
    </span>
  );
}

/** "Row 7", "Seller, Name", "Total" */
function Place({ field }: { field: string }) {
  const { t } = useI18n();
  const row = /^\/lines\/(\d+)\//.exec(field)?.[1];
  if (row !== undefined) return t.review.table.row(Number(row) + 1);
  return field.split("/").length > 2 ? pointerName(field, t) : labelOf(field, t);
}
