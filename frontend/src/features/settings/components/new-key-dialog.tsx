import { useRef, useState, type SyntheticEvent } from "react";
import type { Me } from "@/lib/api/types";
import { useErrorText } from "@/lib/i18n/error-text";
import { useI18n } from "@/lib/i18n/i18n";
import { Button } from "@/lib/ui/button";
import { Dialog } from "@/lib/ui/dialog";
import { useToast } from "@/lib/ui/toasts";
import { useCreateKey } from "../api/create-key";
import { LIFETIMES, ROLES } from "../key-state";
import { MadeSecret } from "./made-secret";
import styles from "./settings.module.css";

/** Makes a key, then shows it this once. */
export function NewKeyDialog({ onClose }: { onClose: () => void }) {
  const { t } = useI18n();
  const { mutate, data, isPending } = useCreateKey();
  const toast = useToast();
  const errorText = useErrorText();
  if (data) return <MadeSecret title={t.settings.keys.made(data.name)} secret={data.key} onClose={onClose} />;
  return (
    <KeyForm
      busy={isPending}
      onClose={onClose}
      onSubmit={(wanted) =>
        mutate(wanted, { onError: (error) => toast({ text: errorText(error), kind: "error" }) })
      }
    />
  );
}

interface Wanted {
  name: string;
  role: Me["role"];
  days: number | null;
}

interface FormProps {
  busy: boolean;
  onSubmit: (wanted: Wanted) => void;
  onClose: () => void;
}

function KeyForm({ busy, onSubmit, onClose }: FormProps) {
  const { t } = useI18n();
  const first = useRef<HTMLInputElement>(null);
  const [name, setName] = useState("");
  const [role, setRole] = useState<Me["role"]>("reviewer");
  const [days, setDays] = useState<number | null>(365);
  const words = t.settings.keys;
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    onSubmit({ name: name.trim(), role, days });
  };
  return (
    <Dialog open onClose={onClose} title={words.create} hint={words.createHint} initialFocus={first}>
      <form className={styles["newKey"]} onSubmit={submit}>
        <label className="field">
          <span>{words.name}</span>
          <input
            ref={first}
            required
            maxLength={100}
            pattern=".*\S.*"
            placeholder={words.namePlaceholder}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </label>
        <fieldset className={styles["roles"]}>
          <legend>{words.role}</legend>
          {ROLES.map((one) => (
            <label key={one}>
              <input type="radio" name="role" checked={role === one} onChange={() => setRole(one)} />
              <span>
                <strong>{t.settings.roles[one]}</strong>
                {t.settings.roleHints[one]}
              </span>
            </label>
          ))}
        </fieldset>
        <label className="field">
          <span>{words.expires}</span>
          <select
            value={days ?? ""}
            onChange={(event) => setDays(event.target.value ? Number(event.target.value) : null)}
          >
            {LIFETIMES.map((lifetime) => (
              <option key={lifetime} value={lifetime ?? ""}>
                {lifetime === null ? words.neverExpires : words.expiresIn(lifetime)}
              </option>
            ))}
          </select>
        </label>
        <div className={styles["buttons"]}>
          <Button onClick={onClose}>{t.action.cancel}</Button>
          <Button type="submit" variant="primary" disabled={busy}>
            {words.create}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
