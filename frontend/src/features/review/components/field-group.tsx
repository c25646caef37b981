import { useState } from "react";
import { useI18n } from "@/lib/i18n/i18n";
import { valueAt } from "@/lib/json-pointer";
import { Button } from "@/lib/ui/button";
import { sameValue } from "../draft/draft";
import type { Field, GroupName } from "../fields";
import { FieldRow } from "./field-row";
import { useReview } from "./review-context";
import styles from "./fields.module.css";

/** A heading and its fields; rare fields without a value are behind a button. */
export function FieldGroup({ name, fields }: { name: GroupName; fields: readonly Field[] }) {
  const { t } = useI18n();
  // The rare fields that have a value or a finding, as one text: the group renders when one appears.
  const wanted = useReview(({ data, findingsAt }) =>
    fields
      .filter(
        ({ pointer, rare }) => rare && (!sameValue(valueAt(data, pointer), null) || findingsAt.has(pointer)),
      )
      .map(({ pointer }) => pointer)
      .join(" "),
  ).split(" ");
  const [all, setAll] = useState(false);
  // A field that was shown stays, even when it is emptied.
  const [ever, setEver] = useState<ReadonlySet<string>>(new Set());
  const needed = ({ pointer, rare }: Field) => !rare || ever.has(pointer) || wanted.includes(pointer);
  const unseen = fields.filter((field) => field.rare && needed(field) && !ever.has(field.pointer));
  if (unseen.length > 0) setEver(new Set([...ever, ...unseen.map(({ pointer }) => pointer)]));
  const hidden = fields.filter((field) => !needed(field)).length;
  return (
    <section className={styles["group"]}>
      <h2>{t.review.group[name]}</h2>
      <div className={styles["rows"]}>
        {fields
          .filter((field) => all || needed(field))
          .map((field) => (
            <FieldRow key={field.pointer} field={field} />
          ))}
      </div>
      {hidden > 0 && (
        <Button
          small
          variant="quiet"
          className={styles["more"]}
          onClick={() => setAll(!all)}
          aria-expanded={all}
        >
          {all ? t.review.fewerFields : t.review.moreFields(hidden)}
        </Button>
      )}
    </section>
  );
}
