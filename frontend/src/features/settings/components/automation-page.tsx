import { useState, type SyntheticEvent } from "react";
import type { AutomationPolicy, AutomationSettings } from "@/lib/api/types";
import { useErrorText } from "@/lib/i18n/error-text";
import { useI18n } from "@/lib/i18n/i18n";
import { useCompanies } from "@/lib/invoices/list-companies";
import { Button } from "@/lib/ui/button";
import { ErrorState, Skeleton } from "@/lib/ui/states";
import { useToast } from "@/lib/ui/toasts";
import { useAutomation, useSaveAutomation } from "../api/automation";
import { SellerSwitchList } from "./seller-switch-list";
import { SettingsPageFor } from "./settings-page-for";
import styles from "./settings.module.css";

/** Whether and when invoices are confirmed automatically; for administrators. */
export function AutomationPage() {
  const { t } = useI18n();
  return (
    <SettingsPageFor action="manage_automation" otherwise={t.automation.forAdmins}>
      <Policy />
      <SellerSwitchList />
    </SettingsPageFor>
  );
}

function Policy() {
  const { t, f } = useI18n();
  const { data, error, refetch } = useAutomation();
  return (
    <section>
      <h2>{t.automation.title}</h2>
      <p>{t.automation.hint}</p>
      {error && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton rows={4} />
      ) : (
        <>
          <PolicyForm settings={data} />
          {data.updated_by !== null && data.updated_at !== null && (
            <p className={styles["faint"]}>
              {t.automation.decided(data.updated_by, f.dateTime(data.updated_at))}
            </p>
          )}
        </>
      )}
    </section>
  );
}

const SURE = ["invoice_number", "issue_date", "total_amount", "seller_name"] as const;
const MOST_CONFIRMED = 50;

function PolicyForm({ settings }: { settings: AutomationSettings }) {
  const { t } = useI18n();
  const words = t.automation;
  const toast = useToast();
  const errorText = useErrorText();
  const { mutate, isPending } = useSaveAutomation();
  const [policy, setPolicy] = useState<AutomationPolicy>(() => policyOf(settings));
  const change = (changes: Partial<AutomationPolicy>) => setPolicy({ ...policy, ...changes });
  const save = (next: AutomationPolicy) =>
    mutate(next, {
      onSuccess: () => toast({ text: words.saved }),
      onError: (error) => toast({ text: errorText(error), kind: "error" }),
    });
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    save({ ...policy, enabled: settings.enabled });
  };
  const names = {
    invoice_number: t.review.field.invoice_number,
    issue_date: t.review.field.issue_date,
    total_amount: t.review.field.total_amount,
    seller_name: t.review.fieldGroup.seller,
  };
  return (
    <form className={styles["automation"]} onSubmit={submit}>
      {/* The switch counts at once: what ends it everywhere is no draft. */}
      <label className={styles["switch"]}>
        <input
          type="checkbox"
          role="switch"
          checked={settings.enabled}
          disabled={isPending}
          onChange={() => save({ ...policyOf(settings), enabled: !settings.enabled })}
        />
        <span>
          <strong>{words.enabled}</strong>
          {settings.enabled ? words.on : words.off}
        </span>
      </label>
      <NumberField
        label={words.after}
        value={policy.after}
        min={1}
        max={MOST_CONFIRMED}
        onValue={(after) => change({ after })}
      />
      <fieldset>
        <legend>{words.least}</legend>
        <div className={styles["figures"]}>
          {SURE.map((name) => (
            <NumberField
              key={name}
              label={names[name]}
              value={percentOf(policy.least_confidence[name])}
              min={50}
              max={100}
              onValue={(percent) =>
                change({ least_confidence: { ...policy.least_confidence, [name]: percent / 100 } })
              }
            />
          ))}
        </div>
      </fieldset>
      <NumberField
        label={words.share}
        value={percentOf(policy.person_share)}
        min={0}
        max={100}
        onValue={(percent) => change({ person_share: percent / 100 })}
      />
      <label className="field">
        <span>{words.sellers.label}</span>
        <select
          value={policy.sellers}
          onChange={(event) => change({ sellers: event.target.value === "chosen" ? "chosen" : "all" })}
        >
          <option value="all">{words.sellers.all}</option>
          <option value="chosen">{words.sellers.chosen}</option>
        </select>
      </label>
      <Companies chosen={policy.companies} onChange={(companies) => change({ companies })} />
      <div className={styles["buttons"]}>
        <Button type="submit" variant="primary" disabled={isPending}>
          {words.save}
        </Button>
      </div>
    </form>
  );
}

interface NumberProps {
  label: string;
  value: number;
  min: number;
  max: number;
  onValue: (value: number) => void;
}

/** A whole number; what is typed counts once it is one, and the browser says why it is none. */
function NumberField({ label, value, min, max, onValue }: NumberProps) {
  const [typed, setTyped] = useState(String(value));
  return (
    <label className="field">
      <span>{label}</span>
      <input
        type="number"
        required
        step={1}
        min={min}
        max={max}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          if (event.target.value !== "" && event.target.validity.valid) onValue(Number(event.target.value));
        }}
      />
    </label>
  );
}

interface CompaniesProps {
  /** null: all. */
  chosen: readonly number[] | null;
  onChange: (chosen: number[] | null) => void;
}

function Companies({ chosen, onChange }: CompaniesProps) {
  const { t } = useI18n();
  const words = t.automation.companies;
  const { data: companies } = useCompanies();
  if (!companies || companies.length === 0) return null;
  return (
    <fieldset>
      <legend>{words.label}</legend>
      <div className={styles["roles"]}>
        <label>
          <input type="radio" name="companies" checked={chosen === null} onChange={() => onChange(null)} />
          <span>{words.all}</span>
        </label>
        <label>
          <input type="radio" name="companies" checked={chosen !== null} onChange={() => onChange([])} />
          <span>{words.some}</span>
        </label>
        {chosen !== null &&
          companies.map(({ id, name }) => (
            <label key={id}>
              <input
                type="checkbox"
                checked={chosen.includes(id)}
                onChange={() =>
                  onChange(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id])
                }
              />
              <span>{name}</span>
            </label>
          ))}
      </div>
    </fieldset>
  );
}

const percentOf = (fraction: number): number => Math.round(fraction * 100);

/** The settings without who decided them. */
const policyOf = ({
  enabled,
  after,
  least_confidence,
  person_share,
  sellers,
  companies,
}: AutomationSettings): AutomationPolicy => ({
  enabled,
  after,
  least_confidence,
  person_share,
  sellers,
  companies,
});
