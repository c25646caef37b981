import { useState } from "react";
import { useI18n } from "@/lib/i18n/i18n";
import { valueAt } from "@/lib/json-pointer";
import { Button } from "@/lib/ui/button";
import { ExpandIcon } from "@/lib/ui/icons";
import { OwnForm } from "@/lib/ui/own-form";
import { sameValue } from "../draft/draft";
import { fieldsToCheck } from "../draft/fields-to-check";
import type { Field, GroupName } from "../fields";
import { FieldRow } from "./field-row";
import { useReview } from "./review-context";
import styles from "./fields.module.css";

interface Props {
  name: GroupName;
  fields: readonly Field[];
}

/** A heading and its fields. */
export function FieldGroup({ name, fields }: Props) {
  const { t } = useI18n();
  return (
    <section className={styles["group"]}>
      <h2>{t.review.group[name]}</h2>
      <Rows fields={fields} />
    </section>
  );
}

/** Seller or buyer on two lines; its fields, when one of them is asked for or is to be checked. */
export function PartyGroup({ name, fields }: Props & { name: "seller" | "buyer" }) {
  const { t } = useI18n();
  const needed = useReview(
    (state) =>
      (state.active?.startsWith(`/${name}/`) ?? false) ||
      fieldsToCheck(state).some((field) => field.startsWith(`/${name}/`)),
  );
  // It opens when a field is needed, and stays open then until somebody folds it.
  const [open, setOpen] = useState(needed);
  const [before, setBefore] = useState(needed);
  if (needed !== before) {
    setBefore(needed);
    if (needed) setOpen(true);
  }
  return (
    <section className={styles["group"]} data-party>
      <h2>
        <button type="button" className={styles["fold"]} aria-expanded={open} onClick={() => setOpen(!open)}>
          <span>{t.review.group[name]}</span>
          {!open && <PartyLines name={name} />}
          <ExpandIcon aria-hidden />
        </button>
      </h2>
      {open && <Rows fields={fields} />}
    </section>
  );
}

/** Name and number, and the address below. */
function PartyLines({ name }: { name: "seller" | "buyer" }) {
  const { t } = useI18n();
  const { who, address } = useReview(({ data }) => {
    const party = data[name];
    return {
      who: [party.name, party.vat_id ?? party.tax_id].filter((part) => !sameValue(part, null)).join(" · "),
      address: party.address?.replace(/\s*\n\s*/g, ", ") ?? "",
    };
  });
  return (
    <span className={styles["party"]}>
      <span title={who}>{who || t.review.facts.missing(t.review.group[name])}</span>
      <span title={address}>{address}</span>
    </span>
  );
}

/** The fields; rare ones without a value are behind a button. */
export function Rows({ fields }: Pick<Props, "fields">) {
  const { t } = useI18n();
  // The rare fields that have a value, a finding or a suggestion, or are asked for: the group renders when one appears.
  const wanted = useReview(({ data, findingsAt, known, active }) =>
    fields
      .filter(
        ({ pointer, rare }) =>
          rare &&
          (!sameValue(valueAt(data, pointer), null) ||
            findingsAt.has(pointer) ||
            pointer in known.suggestions ||
            pointer === active),
      )
      .map(({ pointer }) => pointer),
  );
  const [all, setAll] = useState(false);
  // A field that was shown stays, even when it is emptied.
  const [ever, setEver] = useState<ReadonlySet<string>>(new Set());
  const needed = ({ pointer, rare }: Field) => !rare || ever.has(pointer) || wanted.includes(pointer);
  const unseen = fields.filter((field) => field.rare && needed(field) && !ever.has(field.pointer));
  if (unseen.length > 0) setEver(new Set([...ever, ...unseen.map(({ pointer }) => pointer)]));
  const hidden = fields.filter((field) => !needed(field)).length;
  return (
    <>
      <OwnForm className={styles["rows"]}>
        {fields
          .filter((field) => all || needed(field))
          .map((field) => (
            <FieldRow key={field.pointer} field={field} />
          ))}
      </OwnForm>
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
    </>
  );
}
