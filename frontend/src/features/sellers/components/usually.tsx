import type { Seller } from "@/lib/api/types";
import { useI18n } from "@/lib/i18n/i18n";
import { Panel } from "./panel";
import styles from "./seller.module.css";

type Habits = Seller["currencies"];

/** What the newest invoices have in common, with how many of them have it. */
export function Usually({ seller }: { seller: Seller }) {
  const { t, f } = useI18n();
  const words = t.sellers.usually;
  const of = f.number(seller.newest.length);
  const documentType = (value: string) =>
    value === "invoice" || value === "credit_note" ? t.review.documentType[value] : value;
  const rows: readonly [string, Habits, (value: string) => string][] = [
    [words.currencies, seller.currencies, (value) => value],
    [words.document_types, seller.document_types, documentType],
    [words.tax_rates, seller.tax_rates, (value) => `${f.number(value)} %`],
    [words.terms, seller.terms, (value) => words.days(Number(value), f.number(value))],
    [words.number_series, seller.number_series, (value) => value],
  ];
  if (seller.newest.length === 0) return null;
  return (
    <Panel title={words.title}>
      <dl className={styles["known"]}>
        {rows
          .filter(([, habits]) => habits.length > 0)
          .map(([name, habits, text]) => (
            <div key={name}>
              <dt title={name === words.number_series ? words.series : undefined}>{name}</dt>
              <dd>
                <ul>
                  {habits.map(({ value, invoices }) => (
                    <li key={value}>
                      <span>{text(value)}</span>
                      <small>{words.often(f.number(invoices), of)}</small>
                    </li>
                  ))}
                </ul>
              </dd>
            </div>
          ))}
        {seller.amounts.length > 0 && (
          <div>
            <dt>{words.amounts}</dt>
            <dd>
              <ul>
                {seller.amounts.map(({ currency, lowest, usual, highest }) => (
                  <li key={currency}>
                    {lowest === highest
                      ? f.money(usual, currency)
                      : words.range(f.number(lowest, 2), f.money(usual, currency), f.number(highest, 2))}
                  </li>
                ))}
              </ul>
            </dd>
          </div>
        )}
      </dl>
    </Panel>
  );
}
