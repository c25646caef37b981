import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useI18n } from "@/lib/i18n/i18n";
import { useMay } from "@/lib/session/me";
import styles from "./settings.module.css";

/** The title, and the way to the other pages of the settings: people and health are for administrators. */
export function SettingsFrame({ children }: { children: ReactNode }) {
  const { t } = useI18n();
  const may = useMay();
  return (
    <div className={styles["page"]}>
      <h1>{t.settings.title}</h1>
      {may("manage_keys") && (
        <nav aria-label={t.settings.title}>
          <ul className={styles["pages"]}>
            <li>
              <Link to="/settings" activeOptions={{ exact: true }}>
                {t.settings.pages.general}
              </Link>
            </li>
            <li>
              <Link to="/settings/people">{t.settings.pages.people}</Link>
            </li>
            {may("manage_automation") && (
              <li>
                <Link to="/settings/automation">{t.automation.title}</Link>
              </li>
            )}
            <li>
              <Link to="/settings/health">{t.settings.pages.health}</Link>
            </li>
          </ul>
        </nav>
      )}
      {children}
    </div>
  );
}
