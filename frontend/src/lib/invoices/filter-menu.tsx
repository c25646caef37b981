import { useI18n } from "@/lib/i18n/i18n";
import type { Changes } from "@/lib/search-params";
import { Button } from "@/lib/ui/button";
import { FilterIcon } from "@/lib/ui/icons";
import { Popover } from "@/lib/ui/popover";
import {
  BLOCKERS,
  CONFIRMED_BY,
  FINDINGS,
  NO_FILTERS,
  type Automation,
  type Filters,
  type Findings,
} from "./filters";
import styles from "./filter-menu.module.css";

interface Props {
  filters: Filters;
  onChange: (changes: Changes<Filters>) => void;
  /** Confirmed data is filtered neither by findings nor by how it was confirmed. */
  withFindings?: boolean;
}

/** Days, currency, findings, automatic confirmation behind one button that shows how many of them are set. */
export function FilterMenu({ filters, onChange, withFindings = false }: Props) {
  const { t } = useI18n();
  const words = t.filters;
  const { from, to, currency, findings, automation } = filters;
  const set = [from ?? to, currency, findings, automation].filter(Boolean).length;
  return (
    <Popover
      label={words.title}
      trigger={
        <Button aria-label={set > 0 ? words.set(set) : words.title}>
          <FilterIcon aria-hidden />
          <span className={styles["word"]}>{words.title}</span>
          {set > 0 && <span className={styles["count"]}>{set}</span>}
        </Button>
      }
    >
      <div className={styles["panel"]}>
        <Day label={words.from} value={filters.from} max={filters.to} onDay={(from) => onChange({ from })} />
        <Day label={words.to} value={filters.to} min={filters.from} onDay={(to) => onChange({ to })} />
        <Currency value={filters.currency} onCurrency={(currency) => onChange({ currency })} />
        {withFindings && (
          <label className="field">
            <span>{words.findings}</span>
            <select
              value={filters.findings ?? ""}
              onChange={(event) => onChange({ findings: (event.target.value || undefined) as Findings })}
            >
              <option value="">{words.any}</option>
              {FINDINGS.map((findings) => (
                <option key={findings} value={findings}>
                  {words.withFindings[findings]}
                </option>
              ))}
            </select>
          </label>
        )}
        {withFindings && (
          <AutomationSelect value={automation} onChoose={(automation) => onChange({ automation })} />
        )}
        <Button
          small
          className={styles["clear"]}
          disabled={set === 0}
          onClick={() => onChange({ ...NO_FILTERS, q: filters.q })}
        >
          {words.clear}
        </Button>
      </div>
    </Popover>
  );
}

interface AutomationProps {
  value: Automation | undefined;
  onChoose: (automation: Automation | undefined) => void;
}

function AutomationSelect({ value, onChoose }: AutomationProps) {
  const { t } = useI18n();
  const words = t.filters;
  return (
    <label className={`field ${styles["whole"]}`}>
      <span>{words.automation}</span>
      <select
        value={value ?? ""}
        onChange={(event) => onChoose((event.target.value || undefined) as Automation | undefined)}
      >
        <option value="">{words.any}</option>
        {CONFIRMED_BY.map((by) => (
          <option key={by} value={by}>
            {words.confirmedBy[by]}
          </option>
        ))}
        <optgroup label={words.stopped}>
          {BLOCKERS.map((code) => (
            <option key={code} value={code}>
              {t.blockerWords[code]}
            </option>
          ))}
        </optgroup>
      </select>
    </label>
  );
}

interface DayProps {
  label: string;
  value: string | undefined;
  min?: string | undefined;
  max?: string | undefined;
  onDay: (day: string | undefined) => void;
}

function Day({ label, value = "", min, max, onDay }: DayProps) {
  return (
    <label className="field">
      <span>{label}</span>
      <input
        type="date"
        value={value}
        min={min}
        max={max}
        onChange={(event) => onDay(event.target.value || undefined)}
      />
    </label>
  );
}

/** Counts once it is left with three letters, or with none. */
function Currency({ value, onCurrency }: { value: string | undefined; onCurrency: (code?: string) => void }) {
  const { t } = useI18n();
  const done = (input: HTMLInputElement) => {
    const code = input.value.trim().toUpperCase();
    if (code === "" || /^[A-Z]{3}$/.test(code)) onCurrency(code || undefined);
    else input.value = value ?? "";
  };
  return (
    <label className="field">
      <span>{t.filters.currency}</span>
      <input
        key={value}
        type="text"
        className={styles["code"]}
        defaultValue={value}
        maxLength={3}
        autoComplete="off"
        spellCheck={false}
        placeholder="EUR"
        onBlur={(event) => done(event.currentTarget)}
        onKeyDown={(event) => event.key === "Enter" && done(event.currentTarget)}
      />
    </label>
  );
}
