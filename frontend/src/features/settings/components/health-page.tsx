import { useI18n } from "@/lib/i18n/i18n";
import { ConfirmedIcon, FailedIcon } from "@/lib/ui/icons";
import { ErrorState, Skeleton } from "@/lib/ui/states";
import { useReadiness } from "../api/get-readiness";
import { SettingsFrame } from "./settings-frame";
import styles from "./settings.module.css";

/** Whether each service answers: for those who operate the system. */
export function HealthPage() {
  const { t } = useI18n();
  const { data, error, refetch } = useReadiness();
  const stores: Readonly<Record<string, string | undefined>> = t.settings.stores;
  return (
    <SettingsFrame>
      <section>
        <h2>{t.settings.pages.health}</h2>
        <p className={styles["faint"]}>{t.settings.healthHint}</p>
        {error && !data ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : !data ? (
          <Skeleton rows={3} />
        ) : (
          <>
            <p role="status">{data.status === "ok" ? t.settings.healthy : t.settings.unhealthy}</p>
            <ul className={styles["health"]}>
              {Object.entries(data.checks).map(([name, state]) => (
                <li key={name} data-state={state}>
                  {state === "ok" ? <ConfirmedIcon aria-hidden /> : <FailedIcon aria-hidden />}
                  <span className={styles["store"]}>{stores[name] ?? name}</span>
                  <span>{state === "ok" ? t.settings.fine : t.settings.away}</span>
                </li>
              ))}
            </ul>
          </>
        )}
      </section>
    </SettingsFrame>
  );
}
