import { useRef, useState } from "react";
import { copied } from "@/lib/clipboard";
import { useI18n } from "@/lib/i18n/i18n";
import { Button } from "@/lib/ui/button";
import { Dialog } from "@/lib/ui/dialog";
import styles from "./settings.module.css";

interface Props {
  title: string;
  secret: string;
  onClose: () => void;
}

/** A key or secret that nobody can look up later. */
export function MadeSecret({ title, secret, onClose }: Props) {
  const { t } = useI18n();
  const shown = useRef<HTMLInputElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const [told, setTold] = useState("");
  const words = t.settings.keys;
  const copy = async () => {
    const done = await copied(secret);
    if (!done) shown.current?.select();
    setTold(done ? words.copied : words.copyYourself);
  };
  return (
    <Dialog open onClose={onClose} title={title} hint={words.once} initialFocus={button}>
      <div className={styles["made"]}>
        <input
          ref={shown}
          readOnly
          aria-label={title}
          value={secret}
          onFocus={(event) => event.target.select()}
        />
        <Button ref={button} variant="primary" onClick={() => void copy()}>
          {words.copy}
        </Button>
      </div>
      <p role="status" className={styles["told"]}>
        {told}
      </p>
      <div className={styles["buttons"]}>
        <Button onClick={onClose}>{words.finish}</Button>
      </div>
    </Dialog>
  );
}
