import { hosted } from "@/lib/base-path";
import { LANGUAGES } from "@/lib/i18n/formats";
import { useI18n } from "@/lib/i18n/i18n";
import { signOut, useSession } from "@/lib/session/api-key";
import { useMay, useMe } from "@/lib/session/me";
import { setTheme, THEMES, useTheme } from "@/lib/theme";
import { Button } from "@/lib/ui/button";
import { ErrorState, Skeleton } from "@/lib/ui/states";
import { OwnCompanies } from "./own-companies";
import { Samples } from "./samples";
import { SettingsFrame } from "./settings-frame";
import styles from "./settings.module.css";

export function SettingsPage() {
  const { t } = useI18n();
  const may = useMay();
  return (
    <SettingsFrame>
      <Access />
      {may("manage_companies") && <OwnCompanies />}
      {may("delete") && <Samples />}
      <Appearance />
      <Privacy />
      <section>
        <h2>{t.settings.about}</h2>
        <p>
          <strong>{t.app.name}</strong> · {t.settings.aboutText}
        </p>
        <p>
          <a href={hosted("/api/docs")}>{t.settings.apiDocs}</a>
        </p>
      </section>
    </SettingsFrame>
  );
}

function Access() {
  const { t } = useI18n();
  const { key } = useSession();
  const { data: me, error, refetch } = useMe();
  return (
    <section>
      <h2>{t.settings.access}</h2>
      {error && !me ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : !me ? (
        <Skeleton rows={2} />
      ) : me.auth === "off" ? (
        <p>{t.settings.open}</p>
      ) : (
        <div className={styles["line"]}>
          <p>
            {t.settings.signedInAs(me.name)} · {t.settings.roles[me.role]}
            <span className={styles["role"]}>{t.settings.roleHints[me.role]}</span>
          </p>
          {key !== null && <Button onClick={signOut}>{t.settings.signOut}</Button>}
        </div>
      )}
    </section>
  );
}

function Appearance() {
  const { t, f, language, setLanguage } = useI18n();
  const theme = useTheme();
  return (
    <section>
      <h2>{t.settings.appearance}</h2>
      <div className={styles["choices"]}>
        <label className="field">
          <span>{t.settings.language}</span>
          <select
            value={language}
            onChange={(event) => setLanguage(event.target.value === "es" ? "es" : "en")}
          >
            {(["en", "es"] as const).map((code) => (
              <option key={code} value={code} lang={code}>
                {LANGUAGES[code]}
              </option>
            ))}
          </select>
        </label>
        <label className="field">
          <span>{t.settings.theme}</span>
          <select
            value={theme}
            onChange={(event) => setTheme(THEMES.find((name) => name === event.target.value) ?? "system")}
          >
            {THEMES.map((name) => (
              <option key={name} value={name}>
                {t.settings.themes[name]}
              </option>
            ))}
          </select>
        </label>
      </div>
      <p className={styles["faint"]}>
        {t.settings.example}: {f.date("2026-03-01")} · {f.money("12345.6", "EUR")}
      </p>
    </section>
  );
}

function Privacy() {
  const { t } = useI18n();
  const me = useMe().data;
  if (!me) return null;
  return (
    <section>
      <h2>{t.settings.privacy}</h2>
      <p>{me.sends_to_model ? t.settings.model : t.settings.local}</p>
      <dl className={styles["details"]}>
        <dt>{t.settings.extractor}</dt>
        <dd>{t.extractors[me.extractor]}</dd>
        <dt>{t.settings.limit}</dt>
        <dd>{me.max_upload_mb} MB</dd>
      </dl>
    </section>
  );
}
