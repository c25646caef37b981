import { Link } from "@tanstack/react-router";
import { memo, useEffect, type ReactNode } from "react";
import type { Invoice } from "@/lib/api/types";
import { currencyDigits } from "@/lib/currency-digits";
import { groupedIban } from "@/lib/iban";
import { labelOf } from "@/lib/i18n/field-text";
import { useI18n } from "@/lib/i18n/i18n";
import { sameValue } from "../draft/draft";
import { accountField, nameOf, standingOf } from "../facts";
import { useReview } from "./review-context";
import { fieldAt } from "./use-field";
import styles from "./facts.module.css";

type Choose = (pointer: string) => void;

/** What the invoice is: seller and number. Each leads to its field; until they are read, the file's name stands for them. */
export function FactsTitle({ filename, onChoose }: { filename: string; onChoose: Choose }) {
  const { t } = useI18n();
  const name = useReview(({ data }) => nameOf(data));
  useEffect(() => {
    document.title = `${name ?? filename} · ${t.app.name}`;
  }, [name, filename, t]);
  return (
    <h1 className={styles["title"]} title={name ?? filename}>
      {name === null ? (
        filename
      ) : (
        <>
          <TitlePart pointer="/seller/name" onChoose={onChoose} />
          <span> · </span>
          <TitlePart pointer="/invoice_number" onChoose={onChoose} />
        </>
      )}
    </h1>
  );
}

function TitlePart({ pointer, onChoose }: { pointer: string; onChoose: Choose }) {
  const { t } = useI18n();
  const { value, ...marks } = useMarked(pointer);
  const label = labelOf(pointer, t);
  const given = typeof value === "string" && value !== "";
  return (
    <button
      type="button"
      title={given ? `${label}: ${value}` : label}
      onClick={() => onChoose(pointer)}
      {...marks}
    >
      {given ? value : t.review.facts.missing(label)}
    </button>
  );
}

interface StripProps {
  /** The seller that it is of, as confirmed invoices made it known. */
  seller: Invoice["seller"];
  onChoose: Choose;
}

/** Dates, amounts and account at a glance: always in sight, each one the way to its field. */
export const FactsStrip = memo(function FactsStrip({ seller, onChoose }: StripProps) {
  const { t, f } = useI18n();
  const { currency, digits } = useReview(({ data }) => ({
    currency: data.currency,
    digits: currencyDigits(data.currency),
  }));
  const amount = (value: string) => f.number(value, digits);
  const total = (value: string) => [amount(value), currency].filter(Boolean).join(" ");
  return (
    <div className={styles["strip"]} role="group" aria-label={t.review.facts.label}>
      <Fact pointer="/issue_date" show={f.date} onChoose={onChoose} />
      <Fact pointer="/due_date" show={f.date} onChoose={onChoose} />
      <Fact pointer="/net_amount" show={amount} onChoose={onChoose} />
      <Fact pointer="/tax_amount" show={amount} onChoose={onChoose} />
      <Fact pointer="/total_amount" show={total} onChoose={onChoose} />
      <Account onChoose={onChoose} />
      {seller && <KnownSeller seller={seller} />}
    </div>
  );
});

interface FactProps {
  pointer: string;
  /** Where it is another than the field's. */
  label?: string;
  show: (value: string) => string;
  onChoose: Choose;
  /** Behind the value. */
  children?: ReactNode;
}

function Fact({ pointer, label, show, onChoose, children }: FactProps) {
  const { t } = useI18n();
  const { value, ...marks } = useMarked(pointer);
  const given = typeof value === "string" && value !== "";
  return (
    <button
      type="button"
      className={styles["fact"]}
      data-name={pointer.slice(pointer.lastIndexOf("/") + 1)}
      onClick={() => onChoose(pointer)}
      {...marks}
    >
      <span className={styles["label"]}>{label ?? labelOf(pointer, t)}</span>{" "}
      <span className={styles["value"]}>{given ? show(value) : "–"}</span>
      {children}
    </button>
  );
}

/** How well the seller is known: the way to what is known of it. */
function KnownSeller({ seller }: { seller: NonNullable<StripProps["seller"]> }) {
  const { t, f } = useI18n();
  const { id, name, invoices } = seller;
  return (
    <Link
      to="/sellers/$sellerId"
      params={{ sellerId: String(id) }}
      className={styles["fact"]}
      data-name="seller"
      title={t.sellers.known(name)}
    >
      <span className={styles["label"]}>{t.review.group.seller}</span>{" "}
      <span className={styles["value"]}>{t.sellers.confirmed(invoices, f.number(invoices))}</span>
    </Link>
  );
}

/** The account, and whether confirmed invoices of the seller have named it. */
function Account({ onChoose }: { onChoose: Choose }) {
  const { t } = useI18n();
  const { pointer, standing } = useReview(({ data, original, known }) => {
    const field = accountField(data);
    const standing = known.editable ? standingOf(known.findings, field, data, original) : null;
    return { pointer: field, standing };
  });
  return (
    <Fact pointer={pointer} label={t.review.facts.account} show={groupedIban} onChoose={onChoose}>
      {standing && (
        <span className={styles["standing"]} data-standing={standing}>
          {t.review.facts.standing[standing]}
        </span>
      )}
    </Fact>
  );
}

function useMarked(pointer: string) {
  return useReview((state) => {
    const { value, wrong, toCheck } = fieldAt(state, pointer);
    return {
      value: sameValue(value, null) ? null : value,
      "data-wrong": wrong || undefined,
      "data-check": toCheck || undefined,
    };
  });
}
