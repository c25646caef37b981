import type { ApiKey } from "@/lib/api/types";
import { useI18n } from "@/lib/i18n/i18n";
import { Button } from "@/lib/ui/button";
import styles from "./settings.module.css";

interface Props {
  label: string;
  keys: readonly ApiKey[];
  /** Without it, nothing can be done with these keys any more. */
  onRevoke?: (key: ApiKey) => void;
}

export function KeyTable({ label, keys, onRevoke }: Props) {
  const { t, f } = useI18n();
  const words = t.settings.keys;
  return (
    <table className={styles["keys"]} aria-label={label}>
      <thead>
        <tr>
          <th scope="col">{words.name}</th>
          <th scope="col">{words.role}</th>
          <th scope="col">{words.lastUsed}</th>
          <th scope="col">{onRevoke ? words.expires : words.ended}</th>
          {onRevoke && <td />}
        </tr>
      </thead>
      <tbody>
        {keys.map((key) => (
          <tr key={key.id}>
            <th scope="row">
              {key.name}
              {key.own && <span className={styles["own"]}>{words.own}</span>}
            </th>
            <td data-label={words.role}>{t.settings.roles[key.role]}</td>
            <td data-label={words.lastUsed} title={f.dateTime(key.last_used_at)}>
              {key.last_used_at ? f.ago(key.last_used_at) : words.never}
            </td>
            <td data-label={onRevoke ? words.expires : words.ended}>
              <Ending of={key} />
            </td>
            {onRevoke && (
              <td>
                <Button
                  small
                  aria-label={`${t.settings.keys.revoke}: ${key.name}`}
                  onClick={() => onRevoke(key)}
                >
                  {t.settings.keys.revoke}
                </Button>
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Ending({ of: key }: { of: ApiKey }) {
  const { t, f } = useI18n();
  const day = (moment: string) => f.date(moment.slice(0, 10));
  if (key.revoked_at) return t.settings.keys.revokedOn(day(key.revoked_at));
  return key.expires_at ? day(key.expires_at) : t.settings.keys.neverExpires;
}
