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
import { useCompanies } from "./list-companies";
import styles from "./filter-menu.module.css";

interface Props {
  filters: Filters;
  onChange: (changes: Changes<Filters>) => void;
  /** Confirmed data is filtered neither by findings nor by how it was confirmed. */
  withFindings?: boolean;
}

/** Days, currency, findings, automatic confirmation, what it is filed under: behind one button that shows how many of
 * them are set. */
export function FilterMenu({ filters, onChange, withFindings = false }: Props) {
  const { t } = useI18n();
  const words = t.filters;
  const { from, to, currency, findings, automation, tag, reference, company } = filters;
  const set = [from ?? to, currency, findings, automation, tag, reference, company].filter(Boolean).length;
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
        <Day label={words.from} value={from} max={to} onDay={(day) => onChange({ from: day })} />
        <Day label={words.to} value={to} min={from} onDay={(day) => onChange({ to: day })} />
        <Typed
          label={words.currency}
          value={currency}
          code
          onValue={(code) => onChange({ currency: code?.toUpperCase() })}
        />
        {withFindings && (
          <label className="field">
            <span>{words.findings}</span>
            <select
              value={findings ?? ""}
              onChange={(event) => onChange({ findings: (event.target.value || undefined) as Findings })}
            >
              <option value="">{words.any}</option>
              {FINDINGS.map((one) => (
                <option key={one} value={one}>
                  {words.withFindings[one]}
                </option>
              ))}
            </select>
          </label>
        )}
        {withFindings && (
          <AutomationSelect value={automation} onChoose={(automation) => onChange({ automation })} />
        )}
        <Typed label={words.tag} value={tag} onValue={(text) => onChange({ tag: text })} />
        <Typed label={words.reference} value={reference} onValue={(text) => onChange({ reference: text })} />
        <OwnCompany value={company} onCompany={(id) => onChange({ company: id })} />
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

interface TypedProps {
  label: string;
  value: string | undefined;
  /** Three letters. */
  code?: boolean;
  onValue: (text: string | undefined) => void;
}

/** Counts once it is left or by Enter; a code with three letters, or with none. */
function Typed({ label, value, code = false, onValue }: TypedProps) {
  const done = (input: HTMLInputElement) => {
    const text = input.value.trim();
    if (code && text !== "" && !/^[A-Za-z]{3}$/.test(text)) input.value = value ?? "";
    else if (text !== (value ?? "")) onValue(text || undefined);
  };
  return (
    <label className="field">
      <span>{label}</span>
      <input
        key={value}
        type="text"
        {...(code ? { className: styles["code"], placeholder: "EUR", spellCheck: false } : {})}
        defaultValue={value}
        maxLength={code ? 3 : 200}
        autoComplete="off"
        onBlur={(event) => done(event.currentTarget)}
        onKeyDown={(event) => event.key === "Enter" && done(event.currentTarget)}
      />
    </label>
  );
}

/** Where there are any. */
function OwnCompany({
  value,
  onCompany,
}: {
  value: number | undefined;
  onCompany: (id: number | undefined) => void;
}) {
  const { t } = useI18n();
  const { data = [] } = useCompanies();
  if (data.length === 0 && value === undefined) return null;
  const isKnown = value === undefined || data.some(({ id }) => id === value);
  return (
    <label className="field">
      <span>{t.filters.company}</span>
      <select
        value={value ?? ""}
        onChange={(event) => onCompany(event.target.value ? Number(event.target.value) : undefined)}
      >
        <option value="">{t.filters.any}</option>
        {!isKnown && <option value={value}>{value}</option>}
        {data.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
