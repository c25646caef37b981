import { Toast } from "@base-ui/react/toast";
import type { ReactNode } from "react";
import { useI18n } from "@/lib/i18n/i18n";
import { CloseIcon } from "./icons";
import { Kbd } from "./kbd";
import styles from "./toasts.module.css";

export function ToastProvider({ children }: { children: ReactNode }) {
  return (
    <Toast.Provider timeout={6000} limit={3}>
      {children}
      <Toast.Portal>
        <Toast.Viewport className={styles["viewport"]}>
          <Toasts />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function Toasts() {
  const { toasts } = Toast.useToastManager();
  const { t } = useI18n();
  return toasts.map((toast) => (
    <Toast.Root key={toast.id} toast={toast} className={styles["toast"]} data-kind={toast.type ?? "info"}>
      <Toast.Content className={styles["content"]}>
        <Toast.Description className={styles["text"]} />
        {toast.actionProps && <Toast.Action className={styles["action"]} />}
        <Toast.Close className={styles["close"]} aria-label={t.action.close}>
          <CloseIcon aria-hidden />
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ));
}

/** What the action does, which is its name, and its key where there is a keyboard. */
function ActionWords({ label, shortcut }: { label: string; shortcut?: string }) {
  return (
    <>
      <span className={styles["label"]}>{label}</span>
      {shortcut && (
        <span aria-hidden>
          <Kbd keys={shortcut} />
        </span>
      )}
    </>
  );
}

export const UNTIL_CLOSED = 0;

interface Message {
  text: string;
  kind?: "info" | "error";
  action?: { label: string; shortcut?: string; run: () => void };
  /** Milliseconds, or `UNTIL_CLOSED`. */
  duration?: number;
  onClose?: () => void;
}

/** Shows a short message in a corner, announced politely by screen readers (at once for errors). Returns its remover. */
export function useToast(): (message: Message) => () => void {
  const { add, close } = Toast.useToastManager();
  return ({ text, kind = "info", action, duration, onClose }) => {
    const id = add({
      description: text,
      type: kind,
      priority: kind === "error" ? "high" : "low",
      timeout: duration ?? (kind === "error" ? 10_000 : 5_000),
      ...(onClose ? { onClose } : {}),
      ...(action ? { actionProps: { children: <ActionWords {...action} />, onClick: action.run } } : {}),
    });
    return () => close(id);
  };
}
