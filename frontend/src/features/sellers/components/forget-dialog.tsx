import type { Seller } from "@/lib/api/types";
import { useI18n } from "@/lib/i18n/i18n";
import { Button } from "@/lib/ui/button";
import { Dialog } from "@/lib/ui/dialog";
import { useForgetSeller } from "../api/change-seller";
import { useDone } from "../use-done";

/** Says what goes and what stays before what was learned is forgotten. */
export function ForgetDialog({ seller, onClose }: { seller: Seller; onClose: () => void }) {
  const { t, f } = useI18n();
  const words = t.sellers.forget;
  const done = useDone(onClose);
  const { mutate, isPending } = useForgetSeller();
  return (
    <Dialog
      open
      onClose={onClose}
      title={words.title(seller.name)}
      hint={words.goes(seller.lessons, f.number(seller.lessons))}
      actions={
        <>
          <Button onClick={onClose}>{t.action.cancel}</Button>
          <Button variant="danger" disabled={isPending} onClick={() => mutate(seller.id, done(words.done))}>
            {words.verb}
          </Button>
        </>
      }
    >
      <p>{words.stays}</p>
    </Dialog>
  );
}
