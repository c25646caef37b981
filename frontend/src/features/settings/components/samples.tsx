import { useErrorText } from "@/lib/i18n/error-text";
import { useI18n } from "@/lib/i18n/i18n";
import { useDeleteSamples, useSamples } from "@/lib/samples/use-samples";
import { Button } from "@/lib/ui/button";
import { useToast } from "@/lib/ui/toasts";
import styles from "./settings.module.css";

/** The samples of the first visit, as long as there are any: all of them go with one click, and nothing else. */
export function Samples() {
  const { t } = useI18n();
  const toast = useToast();
  const errorText = useErrorText();
  const { data: ids = [] } = useSamples();
  const { mutate, isPending } = useDeleteSamples();
  if (ids.length === 0) return null;
  return (
    <section>
      <h2>{t.settings.samples.title}</h2>
      <div className={styles["line"]}>
        <p>{t.settings.samples.here(ids.length)}</p>
        <Button
          variant="danger"
          disabled={isPending}
          onClick={() =>
            mutate(ids, {
              onSuccess: () => toast({ text: t.settings.samples.deleted }),
              onError: (error) => toast({ text: errorText(error), kind: "error" }),
            })
          }
        >
          {t.settings.samples.delete}
        </Button>
      </div>
    </section>
  );
}
