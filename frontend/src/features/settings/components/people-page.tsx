import { useState } from "react";
import type { ApiKey } from "@/lib/api/types";
import { useI18n } from "@/lib/i18n/i18n";
import { useMe } from "@/lib/session/me";
import { Button } from "@/lib/ui/button";
import { ErrorState, Skeleton } from "@/lib/ui/states";
import { useApiKeys } from "../api/keys";
import { stateOf } from "../key-state";
import { KeyTable } from "./key-table";
import { NewKeyDialog } from "./new-key-dialog";
import { RevokeDialog } from "./revoke-dialog";
import { SettingsPageFor } from "./settings-page-for";
import styles from "./settings.module.css";

/** The keys that people and programs sign in with; for administrators. */
export function PeoplePage() {
  const { t } = useI18n();
  return (
    <SettingsPageFor action="manage_keys" otherwise={t.settings.keys.forAdmins}>
      <Keys />
    </SettingsPageFor>
  );
}

function Keys() {
  const { t } = useI18n();
  const isOpen = useMe().data?.auth === "off";
  const { data, error, refetch } = useApiKeys();
  const [creating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<ApiKey | null>(null);
  const now = new Date();
  const valid = data?.filter((key) => stateOf(key, now) === "valid") ?? [];
  const past = data?.filter((key) => stateOf(key, now) !== "valid") ?? [];
  return (
    <section>
      <div className={styles["line"]}>
        <h2>{t.settings.pages.people}</h2>
        <Button variant="primary" onClick={() => setCreating(true)}>
          {t.settings.keys.create}
        </Button>
      </div>
      <p>{isOpen ? t.settings.keys.notNeeded : t.settings.keys.hint}</p>
      {error && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton rows={3} />
      ) : (
        <>
          {valid.length > 0 ? (
            <KeyTable label={t.settings.pages.people} keys={valid} onRevoke={setRevoking} />
          ) : (
            <p className={styles["faint"]}>{t.settings.keys.none}</p>
          )}
          {past.length > 0 && (
            <details className={styles["past"]}>
              <summary>{t.settings.keys.past(past.length)}</summary>
              <KeyTable label={t.settings.keys.past(past.length)} keys={past} />
            </details>
          )}
        </>
      )}
      {creating && <NewKeyDialog onClose={() => setCreating(false)} />}
      {revoking && <RevokeDialog revoked={revoking} onClose={() => setRevoking(null)} />}
    </section>
  );
}
