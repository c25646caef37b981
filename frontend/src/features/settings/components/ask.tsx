import { useI18n } from "@/lib/i18n/i18n";
import { Button } from "@/lib/ui/button";
import { Dialog } from "@/lib/ui/dialog";

interface Props {
  title: string;
  hint: string;
  /** The words of the button that does it; left out: the title. */
  yes?: string;
  danger?: boolean;
  busy: boolean;
  onYes: () => void;
  onClose: () => void;
}

/** Asks before something is done. */
export function Ask({ title, hint, yes = title, danger, busy, onYes, onClose }: Props) {
  const { t } = useI18n();
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      hint={hint}
      actions={
        <>
          <Button onClick={onClose}>{t.action.cancel}</Button>
          <Button variant={danger ? "danger" : "primary"} disabled={busy} onClick={onYes}>
            {yes}
          </Button>
        </>
      }
    />
  );
}
