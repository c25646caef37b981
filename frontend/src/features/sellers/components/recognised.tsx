import type { Seller, SellerKeyKind } from "@/lib/api/types";
import { groupedIban } from "@/lib/iban";
import { useI18n } from "@/lib/i18n/i18n";
import { Panel } from "./panel";
import styles from "./seller.module.css";

/** The surest first. */
const KINDS: readonly SellerKeyKind[] = ["name", "tax", "account", "domain", "postcode"];

/** What an invoice of this seller is recognised by, each as it is printed, and on how many invoices it was. */
export function Recognised({ keys }: { keys: Seller["keys"] }) {
  const { t, f } = useI18n();
  const shown = KINDS.map((kind) => ({ kind, of: keys.filter((key) => key.kind === kind) }));
  return (
    <Panel title={t.sellers.recognised}>
      <dl className={styles["known"]}>
        {shown
          .filter(({ of }) => of.length > 0)
          .map(({ kind, of }) => (
            <div key={kind}>
              <dt>{t.sellers.kinds[kind]}</dt>
              <dd>
                <ul>
                  {of.map(({ printed, invoices, is_kept }) => (
                    <li key={printed}>
                      <span>{kind === "account" ? groupedIban(printed) : printed}</span>
                      <small>
                        {[
                          invoices > 0 && t.sellers.invoices(invoices, f.number(invoices)),
                          is_kept && t.sellers.byPerson,
                        ]
                          .filter(Boolean)
                          .join(" · ")}
                      </small>
                    </li>
                  ))}
                </ul>
              </dd>
            </div>
          ))}
      </dl>
    </Panel>
  );
}
