import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useI18n } from "@/lib/i18n/i18n";
import { useMay } from "@/lib/session/me";
import styles from "./settings.module.css";

/** The title, and the way to those pages of the settings that this key may see, if there are any but the first. */
export function SettingsFrame({ children }: { children: ReactNode }) {
  const { t } = useI18n();
  const may = useMay();
  const pages = [
    { to: "/settings/intake", name: t.intake.title, needs: "see_intake" },
    { to: "/settings/webhooks", name: t.webhooks.title, needs: "manage_webhooks" },
    { to: "/settings/templates", name: t.templates.title, needs: "manage_templates" },
    { to: "/settings/people", name: t.settings.pages.people, needs: "manage_keys" },
    { to: "/settings/automation", name: t.automation.title, needs: "manage_automation" },
    { to: "/settings/health", name: t.settings.pages.health, needs: "manage_keys" },
  ] as const;
  const open = pages.filter(({ needs }) => may(needs));
  return (
    <div className={styles["page"]}>
      <h1>{t.settings.title}</h1>
      {open.length > 0 && (
        <nav aria-label={t.settings.title}>
          <ul className={styles["pages"]}>
            <li>
              <Link to="/settings" activeOptions={{ exact: true }}>
                {t.settings.pages.general}
              </Link>
            </li>
            {open.map(({ to, name }) => (
              <li key={to}>
                <Link to={to}>{name}</Link>
              </li>
            ))}
          </ul>
        </nav>
      )}
      {children}
    </div>
  );
}
