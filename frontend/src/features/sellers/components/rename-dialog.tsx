import { useRef, useState, type SyntheticEvent } from "react";
import type { Seller } from "@/lib/api/types";
import { useI18n } from "@/lib/i18n/i18n";
import { Button } from "@/lib/ui/button";
import { Dialog } from "@/lib/ui/dialog";
import { useRenameSeller } from "../api/change-seller";
import { useDone } from "../use-done";
import styles from "./seller.module.css";

/** How the seller is called from now on; or again as its invoices say. */
export function RenameDialog({ seller, onClose }: { seller: Seller; onClose: () => void }) {
  const { t } = useI18n();
  const words = t.sellers.rename;
  const done = useDone(onClose);
  const { mutate, isPending } = useRenameSeller();
  const [name, setName] = useState(seller.name);
  const field = useRef<HTMLInputElement>(null);
  const rename = (next: string | null) => mutate({ id: seller.id, name: next }, done(words.done));
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    rename(name.trim());
  };
  return (
    <Dialog open onClose={onClose} title={words.title} hint={words.hint} initialFocus={field}>
      <form className={styles["form"]} onSubmit={submit}>
        <label className="field">
          <span>{words.name}</span>
          <input
            ref={field}
            required
            maxLength={200}
            pattern=".*\S.*"
            value={name}
            onFocus={(event) => event.target.select()}
            onChange={(event) => setName(event.target.value)}
          />
        </label>
        <div className={styles["buttons"]}>
          {seller.is_kept && (
            <Button disabled={isPending} onClick={() => rename(null)}>
              {words.asPrinted}
            </Button>
          )}
          <Button onClick={onClose}>{t.action.cancel}</Button>
          <Button type="submit" variant="primary" disabled={isPending}>
            {words.verb}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
