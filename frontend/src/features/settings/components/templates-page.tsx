import { useState } from "react";
import type { ExportTemplate } from "@/lib/api/types";
import { useErrorText } from "@/lib/i18n/error-text";
import { useI18n } from "@/lib/i18n/i18n";
import { useTemplates } from "@/lib/invoices/list-templates";
import { Button } from "@/lib/ui/button";
import { ErrorState, Skeleton } from "@/lib/ui/states";
import { useToast } from "@/lib/ui/toasts";
import { useRemoveTemplate } from "../api/templates";
import { Ask } from "./ask";
import { SettingsPageFor } from "./settings-page-for";
import { TemplateDialog } from "./template-dialog";
import styles from "./settings.module.css";

/** How files for other systems are written; for administrators. */
export function TemplatesPage() {
  const { t } = useI18n();
  return (
    <SettingsPageFor action="manage_templates" otherwise={t.templates.forAdmins}>
      <Templates />
    </SettingsPageFor>
  );
}

function Templates() {
  const { t } = useI18n();
  const words = t.templates;
  const toast = useToast();
  const errorText = useErrorText();
  const { data, error, refetch } = useTemplates();
  const remove = useRemoveTemplate();
  const [open, setOpen] = useState<ExportTemplate | "new" | null>(null);
  const [removing, setRemoving] = useState<string | null>(null);
  return (
    <section>
      <div className={styles["line"]}>
        <h2>{words.title}</h2>
        <Button variant="primary" onClick={() => setOpen("new")}>
          {words.add}
        </Button>
      </div>
      <p>{words.hint}</p>
      {error && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton rows={3} />
      ) : (
        <ul className={styles["switches"]}>
          {data.templates.map((template) => (
            <li key={template.name}>
              <span>
                <strong>{template.name}</strong> · {template.format.toUpperCase()}
                {template.shipped && ` · ${words.shipped}`}
              </span>
              <span className={styles["tools"]}>
                <Button
                  small
                  aria-label={`${template.shipped ? words.start : words.change}: ${template.name}`}
                  onClick={() => setOpen(template)}
                >
                  {template.shipped ? words.start : words.change}
                </Button>
                {!template.shipped && (
                  <Button
                    small
                    aria-label={`${words.remove}: ${template.name}`}
                    onClick={() => setRemoving(template.name)}
                  >
                    {words.remove}
                  </Button>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
      {open !== null && (
        <TemplateDialog {...(open === "new" ? {} : { template: open })} onClose={() => setOpen(null)} />
      )}
      {removing !== null && (
        <Ask
          title={`${words.remove}: ${removing}`}
          hint={words.removeHint}
          yes={words.remove}
          danger
          busy={remove.isPending}
          onClose={() => setRemoving(null)}
          onYes={() =>
            remove.mutate(removing, {
              onSuccess: () => setRemoving(null),
              onError: (failed) => toast({ text: errorText(failed), kind: "error" }),
            })
          }
        />
      )}
    </section>
  );
}
