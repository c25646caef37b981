import { useState } from "react";
import { useI18n } from "@/lib/i18n/i18n";
import { Button } from "@/lib/ui/button";
import { ErrorState, Skeleton } from "@/lib/ui/states";
import { useWebhooks } from "../api/webhooks";
import { MadeSecret } from "./made-secret";
import { SettingsPageFor } from "./settings-page-for";
import { WebhookDialog } from "./webhook-dialog";
import { WebhookPanel } from "./webhook-panel";
import styles from "./settings.module.css";

/** The addresses of other systems that are told what changes; for administrators. */
export function WebhooksPage() {
  const { t } = useI18n();
  return (
    <SettingsPageFor action="manage_webhooks" otherwise={t.webhooks.forAdmins}>
      <Webhooks />
    </SettingsPageFor>
  );
}

function Webhooks() {
  const { t } = useI18n();
  const { data, error, refetch } = useWebhooks();
  const [adding, setAdding] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  return (
    <>
      <section>
        <div className={styles["line"]}>
          <h2>{t.webhooks.title}</h2>
          <Button variant="primary" onClick={() => setAdding(true)}>
            {t.webhooks.add}
          </Button>
        </div>
        <p>{t.webhooks.hint}</p>
        {error && !data ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : !data ? (
          <Skeleton rows={2} />
        ) : (
          data.length === 0 && <p className={styles["faint"]}>{t.webhooks.none}</p>
        )}
      </section>
      {data?.map((webhook) => (
        <WebhookPanel key={webhook.id} webhook={webhook} onSecret={setSecret} />
      ))}
      {adding && (
        <WebhookDialog
          onClose={() => setAdding(false)}
          onMade={(made) => {
            setAdding(false);
            setSecret(made);
          }}
        />
      )}
      {secret !== null && (
        <MadeSecret title={t.webhooks.secret} secret={secret} onClose={() => setSecret(null)} />
      )}
    </>
  );
}
