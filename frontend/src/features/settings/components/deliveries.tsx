import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { DeliveryState, WebhookDelivery } from "@/lib/api/types";
import { useErrorText } from "@/lib/i18n/error-text";
import { useI18n } from "@/lib/i18n/i18n";
import { Button } from "@/lib/ui/button";
import { ErrorState, Skeleton } from "@/lib/ui/states";
import { useToast } from "@/lib/ui/toasts";
import { useDeliveries, useReplay } from "../api/webhooks";
import styles from "./settings.module.css";

const STATES = ["pending", "delivered", "failed"] as const satisfies readonly DeliveryState[];

/** The messages of a webhook, the newest first, and what became of each. */
export function Deliveries({ webhookId }: { webhookId: number }) {
  const { t } = useI18n();
  const words = t.webhooks;
  const [state, setState] = useState<DeliveryState | null>(null);
  const { data, error, isFetching, refetch, hasNextPage, fetchNextPage } = useDeliveries(webhookId, state);
  const rows = data?.pages.flatMap((page) => page.deliveries) ?? [];
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton rows={3} />;
  return (
    <>
      <select
        className={styles["narrow"]}
        aria-label={words.show}
        value={state ?? ""}
        onChange={(event) => setState(STATES.find((one) => one === event.target.value) ?? null)}
      >
        <option value="">{words.everything}</option>
        {STATES.map((one) => (
          <option key={one} value={one}>
            {words.states[one]}
          </option>
        ))}
      </select>
      {rows.length === 0 && <p className={styles["faint"]}>{words.noMessages}</p>}
      <ul className={styles["messages"]} aria-busy={isFetching}>
        {rows.map((delivery) => (
          <Message key={delivery.id} webhookId={webhookId} delivery={delivery} />
        ))}
      </ul>
      {hasNextPage && (
        <Button small disabled={isFetching} onClick={() => void fetchNextPage()}>
          {words.more}
        </Button>
      )}
    </>
  );
}

function Message({ webhookId, delivery }: { webhookId: number; delivery: WebhookDelivery }) {
  const { t, f } = useI18n();
  const words = t.webhooks;
  const toast = useToast();
  const errorText = useErrorText();
  const { mutate, isPending } = useReplay();
  const { invoice_id: invoice, fault, status_code: status } = delivery;
  const facts = [
    words.attempts(delivery.attempts, f.number(delivery.attempts)),
    fault !== null && words.faults[fault],
    status !== null && `HTTP ${status}`,
    delivery.next_attempt_at !== null && words.state.next(f.dateTime(delivery.next_attempt_at)),
  ].filter(Boolean);
  return (
    <li>
      <div>
        <strong>{words.types[delivery.type]}</strong>{" "}
        <Link to="/review/$invoiceId" params={{ invoiceId: String(invoice) }}>
          {t.sellers.invoiceNo(invoice)}
        </Link>{" "}
        · <time dateTime={delivery.at}>{f.dateTime(delivery.at)}</time>
        <small>
          {words.states[delivery.state]} · {facts.join(" · ")}
        </small>
      </div>
      {delivery.state !== "pending" && (
        <Button
          small
          variant="quiet"
          disabled={isPending}
          onClick={() =>
            mutate(
              { id: webhookId, message: delivery.id },
              {
                onSuccess: () => toast({ text: words.replayed }),
                onError: (error) => toast({ text: errorText(error), kind: "error" }),
              },
            )
          }
        >
          {words.replay}
        </Button>
      )}
    </li>
  );
}
