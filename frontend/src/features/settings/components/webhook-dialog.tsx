import { useRef, useState, type SyntheticEvent } from "react";
import type { ChangeType, Webhook } from "@/lib/api/types";
import { useErrorText } from "@/lib/i18n/error-text";
import { useI18n } from "@/lib/i18n/i18n";
import { Button } from "@/lib/ui/button";
import { Dialog } from "@/lib/ui/dialog";
import { useAddWebhook, useChangeWebhook } from "../api/webhooks";
import { CHANGES } from "../changes";
import styles from "./settings.module.css";

interface Props {
  /** The one that is changed; without it, one is added. */
  webhook?: Webhook;
  onClose: () => void;
  /** With the secret of the new one. */
  onMade?: (secret: string) => void;
}

/** Where messages are sent to, and about what. */
export function WebhookDialog({ webhook, onClose, onMade }: Props) {
  const { t } = useI18n();
  const words = t.webhooks;
  const errorText = useErrorText();
  const first = useRef<HTMLInputElement>(null);
  const [url, setUrl] = useState(webhook?.url ?? "");
  const [description, setDescription] = useState(webhook?.description ?? "");
  const [types, setTypes] = useState<readonly ChangeType[]>(webhook?.types ?? []);
  const adding = useAddWebhook();
  const changing = useChangeWebhook();
  const error = adding.error ?? changing.error;
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    const wanted = { url: url.trim(), description: description.trim(), types: [...types] };
    if (webhook) changing.mutate({ id: webhook.id, ...wanted }, { onSuccess: onClose });
    else adding.mutate(wanted, { onSuccess: ({ secret }) => onMade?.(secret) });
  };
  const toggle = (type: ChangeType) =>
    setTypes(types.includes(type) ? types.filter((one) => one !== type) : [...types, type]);
  return (
    <Dialog open onClose={onClose} title={webhook ? words.change : words.add} initialFocus={first}>
      <form className={styles["newKey"]} onSubmit={submit}>
        <label className="field">
          <span>{words.url}</span>
          <input
            ref={first}
            type="url"
            required
            maxLength={2000}
            placeholder="https://erp.example.com/invoices"
            value={url}
            onChange={(event) => setUrl(event.target.value)}
          />
        </label>
        <label className="field">
          <span>{words.description}</span>
          <input
            maxLength={200}
            value={description}
            onChange={(event) => setDescription(event.target.value)}
          />
        </label>
        <fieldset className={styles["roles"]}>
          <legend>{words.typesHint}</legend>
          <div className={styles["choices"]}>
            {CHANGES.map((type) => (
              <label key={type}>
                <input type="checkbox" checked={types.includes(type)} onChange={() => toggle(type)} />
                <span>{words.types[type]}</span>
              </label>
            ))}
          </div>
        </fieldset>
        {error && (
          <p role="alert" className={styles["wrong"]}>
            {errorText(error)}
          </p>
        )}
        <div className={styles["buttons"]}>
          <Button onClick={onClose}>{t.action.cancel}</Button>
          <Button type="submit" variant="primary" disabled={adding.isPending || changing.isPending}>
            {webhook ? words.save : words.add}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
