import { Dialog as Base } from "@base-ui/react/dialog";
import type { ReactNode, RefObject } from "react";
import { useI18n } from "@/lib/i18n/i18n";
import { IconButton } from "./button";
import { CloseIcon } from "./icons";
import styles from "./dialog.module.css";

interface Props {
  open: boolean;
  onClose: () => void;
  title: string;
  hint?: ReactNode;
  wide?: boolean;
  initialFocus?: RefObject<HTMLElement | null>;
  /** Where the focus goes afterwards: a dialog that a key opened has no button to go back to. */
  finalFocus?: RefObject<HTMLElement | null>;
  /** A key that was pressed inside: no shortcut of the screen works there. */
  onKey?: (key: string) => void;
  children?: ReactNode;
  actions?: ReactNode;
}

/** A modal dialog: focus stays inside, Escape closes, focus goes back where it was, or to `finalFocus`. */
export function Dialog({
  open,
  onClose,
  title,
  hint,
  wide,
  initialFocus,
  finalFocus,
  onKey,
  children,
  actions,
}: Props) {
  const { t } = useI18n();
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={styles["backdrop"]} />
        <Base.Viewport className={styles["viewport"]}>
          <Base.Popup
            className={`${styles["popup"] ?? ""} ${wide ? (styles["wide"] ?? "") : ""}`}
            {...(initialFocus ? { initialFocus } : {})}
            {...(finalFocus ? { finalFocus } : {})}
            onKeyDown={({ key, ctrlKey, metaKey, altKey, repeat }) => {
              if (!ctrlKey && !metaKey && !altKey && !repeat) onKey?.(key.toLowerCase());
            }}
          >
            <header className={styles["header"]}>
              <Base.Title className={styles["title"]}>{title}</Base.Title>
              <Base.Close render={<IconButton label={t.action.close} small />}>
                <CloseIcon aria-hidden />
              </Base.Close>
            </header>
            {hint && <Base.Description className={styles["hint"]}>{hint}</Base.Description>}
            <div className={styles["body"]}>{children}</div>
            {actions && <footer className={styles["actions"]}>{actions}</footer>}
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}
