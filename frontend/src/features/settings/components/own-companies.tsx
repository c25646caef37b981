import { useState, type SyntheticEvent } from "react";
import type { Company } from "@/lib/api/types";
import { useErrorText } from "@/lib/i18n/error-text";
import { useI18n } from "@/lib/i18n/i18n";
import { useCompanies } from "@/lib/invoices/list-companies";
import { Button } from "@/lib/ui/button";
import { ErrorState, Skeleton } from "@/lib/ui/states";
import { useToast } from "@/lib/ui/toasts";
import { useRemoveCompany } from "../api/remove-company";
import { useSaveCompany, type CompanyValues } from "../api/save-company";
import { listOf } from "../typed-list";
import { Ask } from "./ask";
import styles from "./settings.module.css";

/** The companies that invoices should be addressed to; for administrators. */
export function OwnCompanies() {
  const { t } = useI18n();
  const toast = useToast();
  const errorText = useErrorText();
  const { data, error, refetch } = useCompanies();
  const remove = useRemoveCompany();
  const [editing, setEditing] = useState<Company | null>(null);
  const [removing, setRemoving] = useState<Company | null>(null);
  return (
    <section>
      <h2>{t.settings.companies.title}</h2>
      <p>{t.settings.companies.hint}</p>
      {error && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton rows={2} />
      ) : data.length === 0 ? (
        <p className={styles["faint"]}>{t.settings.companies.none}</p>
      ) : (
        <table className={styles["keys"]}>
          <thead>
            <tr>
              <th scope="col">{t.settings.companies.name}</th>
              <th scope="col">{t.settings.companies.numbers}</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {data.map((company) => (
              <tr key={company.id}>
                <th scope="row">{company.name}</th>
                <td>{[...company.vat_ids, ...company.tax_ids].join(", ")}</td>
                <td>
                  <Button
                    small
                    aria-label={`${t.settings.companies.edit}: ${company.name}`}
                    onClick={() => setEditing(company)}
                  >
                    {t.settings.companies.edit}
                  </Button>{" "}
                  <Button
                    small
                    aria-label={`${t.settings.companies.remove}: ${company.name}`}
                    onClick={() => setRemoving(company)}
                  >
                    {t.settings.companies.remove}
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <CompanyForm key={editing?.id ?? "new"} company={editing} onDone={() => setEditing(null)} />
      {removing && (
        <Ask
          title={`${t.settings.companies.remove}: ${removing.name}`}
          hint={t.settings.companies.removeHint}
          yes={t.settings.companies.remove}
          danger
          busy={remove.isPending}
          onClose={() => setRemoving(null)}
          onYes={() =>
            remove.mutate(removing.id, {
              onSuccess: () => {
                setRemoving(null);
                // What is gone cannot be saved.
                if (editing?.id === removing.id) setEditing(null);
              },
              onError: (failure) => toast({ text: errorText(failure), kind: "error" }),
            })
          }
        />
      )}
    </section>
  );
}

function CompanyForm({ company, onDone }: { company: Company | null; onDone: () => void }) {
  const { t } = useI18n();
  const toast = useToast();
  const errorText = useErrorText();
  const { mutate, isPending } = useSaveCompany();
  const [typed, setTyped] = useState(() => typedForm(company));
  const type = (name: keyof CompanyValues) => (event: { target: { value: string } }) =>
    setTyped({ ...typed, [name]: event.target.value });
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    mutate(
      {
        id: company?.id ?? null,
        values: {
          name: typed.name,
          vat_ids: listOf(typed.vat_ids),
          tax_ids: listOf(typed.tax_ids),
          // An address has commas of its own.
          addresses: listOf(typed.addresses, "\n"),
        },
      },
      {
        onSuccess: () => {
          setTyped(typedForm(null));
          onDone();
        },
        onError: (error) => toast({ text: errorText(error), kind: "error" }),
      },
    );
  };
  return (
    <form className={styles["choices"]} onSubmit={submit}>
      <label className="field">
        <span>{t.settings.companies.name}</span>
        <input required maxLength={200} value={typed.name} onChange={type("name")} />
      </label>
      <label className="field">
        <span>{t.settings.companies.vatIds}</span>
        <input value={typed.vat_ids} onChange={type("vat_ids")} />
      </label>
      <label className="field">
        <span>{t.settings.companies.taxIds}</span>
        <input value={typed.tax_ids} onChange={type("tax_ids")} />
      </label>
      <label className="field">
        <span>{t.settings.companies.addresses}</span>
        <textarea rows={2} value={typed.addresses} onChange={type("addresses")} />
      </label>
      <Button type="submit" disabled={isPending}>
        {company ? t.settings.companies.save : t.settings.companies.add}
      </Button>
      {company && <Button onClick={onDone}>{t.action.cancel}</Button>}
    </form>
  );
}

const typedForm = (company: Company | null): Record<keyof CompanyValues, string> => ({
  name: company?.name ?? "",
  vat_ids: company?.vat_ids.join(", ") ?? "",
  tax_ids: company?.tax_ids.join(", ") ?? "",
  addresses: company?.addresses.join("\n") ?? "",
});
