import { useI18n } from "@/lib/i18n/i18n";
import styles from "./dashboard.module.css";

interface Props {
  title: string;
  head: readonly string[];
  rows: readonly (readonly string[])[];
}

/** The numbers behind a chart, for eyes and screen readers alike. */
export function NumbersTable({ title, head, rows }: Props) {
  const { t } = useI18n();
  return (
    <details className={styles["numbers"]}>
      <summary>{t.dashboard.asTable}</summary>
      <table aria-label={title}>
        <thead>
          <tr>
            {head.map((name, index) => (
              <th key={name} scope="col" className={index > 0 ? "number" : undefined}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row[0]}>
              {row.map((cell, index) => (
                <td key={index} className={index > 0 ? "number" : undefined}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
