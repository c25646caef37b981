import { useState, type SyntheticEvent } from "react";
import type { Me } from "@/lib/api/types";
import { useErrorText } from "@/lib/i18n/error-text";
import { useI18n } from "@/lib/i18n/i18n";
import { Button } from "@/lib/ui/button";
import { ErrorState, Skeleton } from "@/lib/ui/states";
import { useToast } from "@/lib/ui/toasts";
import { useCreateKey } from "../api/create-key";
import { useApiKeys } from "../api/keys";
import { useRevokeKey } from "../api/revoke-key";
import styles from "./settings.module.css";

const ROLES: readonly Me["role"][] = ["viewer", "uploader", "reviewer", "admin"];

/** Keys for people and programs; for administrators. */
export function ApiKeys() {
  const { t, f } = useI18n();
  const toast = useToast();
  const errorText = useErrorText();
  const { data, error, refetch } = useApiKeys();
  const { mutate: revoke } = useRevokeKey();
  return (
    <section>
      <h2>{t.settings.keys.title}</h2>
      {error && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton rows={3} />
      ) : (
        <table className={styles["keys"]}>
          <thead>
            <tr>
              <th scope="col">{t.settings.keys.name}</th>
              <th scope="col">{t.settings.keys.role}</th>
              <th scope="col">{t.settings.keys.lastUsed}</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {data.map((key) => (
              <tr key={key.id}>
                <th scope="row">{key.name}</th>
                <td>{t.settings.roles[key.role]}</td>
                <td>{key.last_used_at ? f.ago(key.last_used_at) : t.settings.keys.never}</td>
                <td>
                  {key.revoked_at ? (
                    t.settings.keys.revoked
                  ) : (
                    <Button
                      small
                      aria-label={`${t.settings.keys.revoke}: ${key.name}`}
                      onClick={() =>
                        revoke(key.id, {
                          onError: (failure) => toast({ text: errorText(failure), kind: "error" }),
                        })
                      }
                    >
                      {t.settings.keys.revoke}
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <NewKey />
    </section>
  );
}

function NewKey() {
  const { t } = useI18n();
  const toast = useToast();
  const errorText = useErrorText();
  const { mutate, data, isPending } = useCreateKey();
  const [name, setName] = useState("");
  const [role, setRole] = useState<Me["role"]>("reviewer");
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    mutate(
      { name: name.trim(), role, days: null },
      { onSuccess: () => setName(""), onError: (error) => toast({ text: errorText(error), kind: "error" }) },
    );
  };
  return (
    <form className={styles["choices"]} onSubmit={submit}>
      <label className="field">
        <span>{t.settings.keys.name}</span>
        <input required maxLength={100} value={name} onChange={(event) => setName(event.target.value)} />
      </label>
      <label className="field">
        <span>{t.settings.keys.role}</span>
        <select
          value={role}
          onChange={(event) => setRole(ROLES.find((one) => one === event.target.value) ?? "viewer")}
        >
          {ROLES.map((one) => (
            <option key={one} value={one}>
              {t.settings.roles[one]}
            </option>
          ))}
        </select>
      </label>
      <Button type="submit" disabled={isPending}>
        {t.settings.keys.create}
      </Button>
      {data && (
        <p className={styles["newKey"]} role="status">
          {t.settings.keys.once} <code>{data.key}</code>
        </p>
      )}
    </form>
  );
}
