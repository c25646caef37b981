import type { ApiKey } from "@/lib/api/types";
import { useErrorText } from "@/lib/i18n/error-text";
import { useI18n } from "@/lib/i18n/i18n";
import { signOut } from "@/lib/session/api-key";
import { Button } from "@/lib/ui/button";
import { Dialog } from "@/lib/ui/dialog";
import { useToast } from "@/lib/ui/toasts";
import { useRevokeKey } from "../api/revoke-key";

/** Asks before a key stops to work: more plainly if it is the one in use. */
export function RevokeDialog({ revoked, onClose }: { revoked: ApiKey; onClose: () => void }) {
  const { t, f } = useI18n();
  const toast = useToast();
  const errorText = useErrorText();
  const { mutate, isPending } = useRevokeKey();
  const words = t.settings.keys;
  const revoke = () =>
    mutate(revoked, {
      onSuccess: () => {
        onClose();
        if (revoked.own) signOut();
        else toast({ text: words.done(revoked.name) });
      },
      onError: (error) => {
        onClose();
        toast({ text: errorText(error), kind: "error" });
      },
    });
  return (
    <Dialog
      open
      onClose={onClose}
      title={words.revokeTitle(revoked.name)}
      hint={revoked.own ? words.revokeOwn : words.revokeHint}
      actions={
        <>
          <Button onClick={onClose}>{t.action.cancel}</Button>
          <Button variant="danger" disabled={isPending} onClick={revoke}>
            {revoked.own ? words.revokeAndSignOut : words.revoke}
          </Button>
        </>
      }
    >
      <p>
        {t.settings.roles[revoked.role]} · {words.lastUsed}:{" "}
        {revoked.last_used_at ? f.ago(revoked.last_used_at) : words.never}
      </p>
    </Dialog>
  );
}
