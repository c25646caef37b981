import { useState } from "react";
import type { Webhook } from "@/lib/api/types";
import { useErrorText } from "@/lib/i18n/error-text";
import { useI18n } from "@/lib/i18n/i18n";
import { Button } from "@/lib/ui/button";
import { ConfirmedIcon, ErrorIcon, InfoIcon } from "@/lib/ui/icons";
import { useToast } from "@/lib/ui/toasts";
import { useChangeWebhook, useRemoveWebhook, useRotateSecret, useTestWebhook } from "../api/webhooks";
import { Ask } from "./ask";
import { Deliveries } from "./deliveries";
import { WebhookDialog } from "./webhook-dialog";
import styles from "./settings.module.css";

interface Props {
  webhook: Webhook;
  onSecret: (secret: string) => void;
}

/** One address: what it is told, how it is, and what can be done with it. */
export function WebhookPanel({ webhook, onSecret }: Props) {
  const { t } = useI18n();
  const words = t.webhooks;
  const toast = useToast();
  const errorText = useErrorText();
  const [asking, setAsking] = useState<"change" | "rotate" | "remove" | null>(null);
  const [showing, setShowing] = useState(false);
  const test = useTestWebhook();
  const change = useChangeWebhook();
  const rotate = useRotateSecret();
  const remove = useRemoveWebhook();
  const close = () => setAsking(null);
  const onError = (error: Error) => toast({ text: errorText(error), kind: "error" });
  const { id, enabled } = webhook;
  const told =
    webhook.types.length > 0 ? webhook.types.map((type) => words.types[type]).join(", ") : words.all;
  return (
    <section aria-label={webhook.url}>
      <h2 className={styles["address"]}>{webhook.url}</h2>
      {webhook.description && <p>{webhook.description}</p>}
      <p className={styles["faint"]}>{told}</p>
      <State webhook={webhook} />
      <div className={styles["tools"]}>
        <Button
          small
          disabled={test.isPending}
          onClick={() =>
            test.mutate(id, {
              onSuccess: (result) =>
                result.delivered
                  ? toast({ text: words.tested(result.milliseconds) })
                  : toast({ text: words.faults[result.fault ?? "other"], kind: "error" }),
              onError,
            })
          }
        >
          {words.test}
        </Button>
        <Button small onClick={() => setAsking("change")}>
          {words.change}
        </Button>
        <Button
          small
          disabled={change.isPending}
          onClick={() => change.mutate({ id, enabled: !enabled }, { onError })}
        >
          {enabled ? words.off : words.on}
        </Button>
        <Button small onClick={() => setAsking("rotate")}>
          {words.rotate}
        </Button>
        <Button small onClick={() => setAsking("remove")}>
          {words.remove}
        </Button>
      </div>
      <details className={styles["past"]} onToggle={(event) => setShowing(event.currentTarget.open)}>
        <summary>{words.messages}</summary>
        {showing && <Deliveries webhookId={id} />}
      </details>
      {asking === "change" && <WebhookDialog webhook={webhook} onClose={close} />}
      {asking === "rotate" && (
        <Ask
          title={words.rotate}
          hint={words.rotateHint}
          busy={rotate.isPending}
          onClose={close}
          onYes={() =>
            rotate.mutate(id, {
              onSuccess: ({ secret }) => {
                close();
                onSecret(secret);
              },
              onError,
            })
          }
        />
      )}
      {asking === "remove" && (
        <Ask
          title={words.remove}
          hint={words.removeHint}
          danger
          busy={remove.isPending}
          onClose={close}
          onYes={() => remove.mutate(id, { onSuccess: close, onError })}
        />
      )}
    </section>
  );
}

/** Whether it gets what it is to get. */
function State({ webhook }: { webhook: Webhook }) {
  const { t, f } = useI18n();
  const words = t.webhooks.state;
  const { enabled, disabled_reason: why, failing_since: failing, last_success_at: success } = webhook;
  const isFine = enabled && failing === null;
  return (
    <div className={styles["health"]}>
      <p data-state={isFine || why === "person" ? "ok" : "unavailable"} className={styles["state"]}>
        {isFine ? (
          <ConfirmedIcon aria-hidden />
        ) : why === "person" ? (
          <InfoIcon aria-hidden />
        ) : (
          <ErrorIcon aria-hidden />
        )}
        <span>
          {!enabled
            ? words.disabled[why ?? "person"]
            : failing !== null
              ? `${words.failing(f.dateTime(failing))} ${t.webhooks.faults[webhook.last_error ?? "other"]}`
              : success !== null
                ? words.fine(f.ago(success))
                : words.nothingYet}
          {webhook.pending > 0 && ` ${words.pending(webhook.pending, f.number(webhook.pending))}`}
          {enabled && webhook.next_attempt_at && ` ${words.next(f.dateTime(webhook.next_attempt_at))}`}
        </span>
      </p>
    </div>
  );
}
