import { useRef, useState, type ReactNode, type RefObject } from "react";
import { useI18n } from "@/lib/i18n/i18n";
import { totalText } from "@/lib/i18n/total-text";
import { useTemplates } from "@/lib/invoices/list-templates";
import { useMay } from "@/lib/session/me";
import { Button } from "@/lib/ui/button";
import { Dialog } from "@/lib/ui/dialog";
import { useNew } from "../api/list-confirmed";
import { shownColumns } from "../columns";
import { fileParameters, FORMATS, isTable, keepForm, keptForm, type FileForm } from "../file-form";
import { isWhole, keepLedger, keptLedger, LETTERS } from "../ledger-form";
import { confirmedQuery, filtersOf, VIEWS, type DataSearch } from "../search";
import type { Exporting } from "../use-export";
import { LedgerFields } from "./ledger-fields";
import styles from "./export-dialog.module.css";

interface Props {
  search: DataSearch;
  /** How many match the search. */
  total: { total: number; total_is_exact: boolean };
  exporting: Exporting;
  /** What has the focus afterwards. */
  list: RefObject<HTMLElement | null>;
  onEarlier: () => void;
  onClose: () => void;
}

/** What goes into the file, and its form: as it was the last time, so that Enter is enough. */
export function ExportDialog({ search, total, exporting, list, onEarlier, onClose }: Props) {
  const { t, f, language } = useI18n();
  const words = t.data.exports;
  const mayMark = useMay()("mark_exported");
  const filters = filtersOf(search);
  const fresh = useNew(filters);
  const [form, setForm] = useState(keptForm);
  const [ledger, setLedger] = useState(keptLedger);
  const [scope, setScope] = useState<"new" | "all" | null>(null);
  const runs = useRef<HTMLButtonElement>(null);
  const templates = useTemplates(form.format === "template");
  const nothingNew = fresh?.total === 0;
  const onlyNew = mayMark && !nothingNew && scope !== "all";
  const newText = fresh ? totalText(fresh.total, fresh.total_is_exact, t, f) : "…";
  const allText = totalText(total.total, total.total_is_exact, t, f);
  const change = (changed: Partial<FileForm>) => setForm({ ...form, ...changed });

  const run = () => {
    keepForm(form);
    keepLedger(ledger);
    const parameters = fileParameters(form, ledger, language, f);
    void (onlyNew
      ? exporting.exportNew(filters, parameters)
      : exporting.exportAll(confirmedQuery(search), parameters));
    onClose();
  };

  return (
    <Dialog
      open
      onClose={onClose}
      title={words.title}
      initialFocus={runs}
      finalFocus={list}
      actions={
        <>
          <Button className={styles["earlier"]} variant="quiet" onClick={onEarlier}>
            {words.earlier}
          </Button>
          <Button
            ref={runs}
            variant="primary"
            onClick={run}
            disabled={(!onlyNew && total.total === 0) || (form.format === "datev" && !isWhole(ledger))}
          >
            {onlyNew ? words.runNew(newText) : words.runAll(allText)}
          </Button>
        </>
      }
    >
      <div className={styles["form"]}>
        {mayMark && (
          <Choice
            label={t.data.title}
            options={["new", "all"]}
            value={onlyNew ? "new" : "all"}
            onChange={setScope}
            text={(one) => (one === "new" ? words.onlyNew(newText) : words.all(allText))}
            disabled={(one) => (one === "new" ? nothingNew : total.total === 0)}
            hint={onlyNew ? words.onlyNewHint : words.allHint}
          />
        )}
        <Choice
          label={words.format}
          options={FORMATS}
          value={form.format}
          onChange={(format) => change({ format })}
          text={(one) => words.formats[one]}
          hint={words.formatHints[form.format]}
        />
        {form.format === "csv" && (
          <Choice
            label={t.data.view}
            options={VIEWS}
            value={form.rows}
            onChange={(rows) => change({ rows })}
            text={(one) => t.data.views[one]}
          />
        )}
        {form.format === "datev" && (
          <LedgerFields form={ledger} onChange={(name, value) => setLedger({ ...ledger, [name]: value })} />
        )}
        {form.format === "libro-iva" && (
          <Choice
            label={words.letter}
            options={LETTERS}
            value={ledger.letter}
            onChange={(letter) => setLedger({ ...ledger, letter })}
            text={(one) => one}
            hint={words.letterHint}
          />
        )}
        {form.format === "template" && (
          <Choice
            label={words.template}
            options={templates.data?.templates.map(({ name }) => name) ?? []}
            value={form.template ?? ""}
            onChange={(template) => change({ template })}
            text={(one) => one}
          />
        )}
        {isTable(form.format) && (
          <Choice
            label={words.columns}
            options={["shown", "all"]}
            value={form.columns}
            onChange={(columns) => change({ columns })}
            text={(one) =>
              one === "all"
                ? words.columnsAll
                : words.columnsShown(shownColumns(form.format === "csv" ? form.rows : "invoices").length)
            }
          />
        )}
      </div>
    </Dialog>
  );
}

interface ChoiceProps<Option extends string> {
  label: string;
  options: readonly Option[];
  value: Option;
  onChange: (option: Option) => void;
  text: (option: Option) => string;
  disabled?: (option: Option) => boolean;
  hint?: ReactNode;
}

/** One of a few, all of them in sight. */
function Choice<Option extends string>({
  label,
  options,
  value,
  onChange,
  text,
  disabled,
  hint,
}: ChoiceProps<Option>) {
  return (
    <fieldset className={styles["choice"]}>
      <legend>{label}</legend>
      <div className={styles["options"]}>
        {options.map((option) => (
          <label key={option}>
            <input
              type="radio"
              name={label}
              checked={option === value}
              disabled={disabled?.(option) ?? false}
              onChange={() => onChange(option)}
            />
            {text(option)}
          </label>
        ))}
      </div>
      {hint && <p>{hint}</p>}
    </fieldset>
  );
}
