/** What had to be corrected: how much of all, in which fields, of whom, and by whom. */
import type { Statistics } from "@/lib/api/types";
import { pointerName } from "@/lib/i18n/field-text";
import { useI18n } from "@/lib/i18n/i18n";
import { ComparedBars } from "./compared-bars";
import { Panel } from "./panel";
import styles from "./dashboard.module.css";

export function Untouched({ confirmed, without_changes, automatic }: Statistics["untouched"]) {
  const { t, f } = useI18n();
  const share = confirmed > 0 ? without_changes / confirmed : 0;
  return (
    <Panel title={t.dashboard.untouched} empty={confirmed === 0 ? t.dashboard.willBe.untouched : null}>
      <p className={styles["big"]}>{f.percent(share)}</p>
      <ComparedBars
        bars={[
          { key: "untouched", label: t.dashboard.notTouched, value: without_changes },
          { key: "touched", label: t.dashboard.touched, value: confirmed - without_changes },
        ].map((bar) => ({ ...bar, text: f.number(bar.value) }))}
      />
      {automatic > 0 && (
        <p className={styles["faint"]}>{t.automation.ofThem(automatic, f.number(automatic))}</p>
      )}
    </Panel>
  );
}

export function CorrectedFields({ fields }: { fields: Statistics["corrected_fields"] }) {
  const { t, f } = useI18n();
  return (
    <Panel title={t.dashboard.fields} empty={fields.length === 0 ? t.dashboard.willBe.fields : null}>
      <ComparedBars
        bars={fields.map(({ field, count }) => ({
          key: field,
          label: pointerName(field, t),
          value: count,
          text: f.number(count),
        }))}
      />
    </Panel>
  );
}

export function CorrectedSellers({ sellers }: { sellers: Statistics["corrected_sellers"] }) {
  const { t, f } = useI18n();
  return (
    <Panel
      title={t.dashboard.correctedSellers}
      wide
      empty={sellers.length === 0 ? t.dashboard.willBe.fields : null}
    >
      <ComparedBars
        bars={sellers.map(({ seller_name, confirmed, corrected }) => ({
          key: seller_name,
          label: seller_name,
          value: corrected,
          text: t.dashboard.of(f.number(corrected), f.number(confirmed)),
          more: f.percent(corrected / confirmed),
        }))}
      />
    </Panel>
  );
}

export function People({ people }: { people: Statistics["people"] }) {
  const { t, f } = useI18n();
  return (
    <Panel title={t.dashboard.people} empty={people.length === 0 ? t.dashboard.willBe.people : null}>
      <table className={styles["people"]}>
        <thead>
          <tr>
            <th scope="col">{t.dashboard.person}</th>
            <th scope="col" className="number">
              {t.dashboard.confirmed}
            </th>
            <th scope="col" className="number">
              {t.dashboard.correctedValues}
            </th>
            <th scope="col" className="number">
              {t.dashboard.rejected}
            </th>
          </tr>
        </thead>
        <tbody>
          {people.map(({ name, confirmed, corrected, rejected }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td className="number">{f.number(confirmed)}</td>
              <td className="number">{f.number(corrected)}</td>
              <td className="number">{f.number(rejected)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
