import type { Seller } from "@/lib/api/types";
import { pointerName } from "@/lib/i18n/field-text";
import { useI18n } from "@/lib/i18n/i18n";
import { Panel } from "./panel";
import styles from "./seller.module.css";

/** How often each field was right before a person looked at it: what is corrected most first. */
export function RightAsRead({ fields }: { fields: Seller["fields"] }) {
  const { t, f } = useI18n();
  const words = t.sellers.right;
  const confirmed = fields[0]?.confirmed ?? 0;
  if (confirmed === 0) return null;
  return (
    <Panel title={words.title}>
      <p className={styles["faint"]}>{words.hint(confirmed, f.number(confirmed))}</p>
      <table className={styles["right"]}>
        <thead>
          <tr>
            <th scope="col">{words.field}</th>
            <th scope="col" colSpan={2}>
              {words.right}
            </th>
          </tr>
        </thead>
        <tbody>
          {fields.map(({ field, confirmed: of, corrected }) => (
            <tr key={field} data-corrected={corrected > 0 || undefined}>
              <th scope="row">{pointerName(field, t)}</th>
              <td className="number">{words.of(f.number(of - corrected), f.number(of))}</td>
              <td>
                <meter className={styles["meter"]} value={(of - corrected) / of} aria-hidden />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
