import { useI18n } from "@/lib/i18n/i18n";
import { useToast } from "@/lib/ui/toasts";
import { useAttempt } from "@/lib/ui/use-attempt";
import { useUndoPayment } from "./api/payments";

/** Takes payment files back, and says so or why not: also when the dialog that offered it is closed by then. */
export function useTakeBack(): { takeBack: (id: number) => Promise<void>; isRunning: boolean } {
  const { t } = useI18n();
  const toast = useToast();
  const attempt = useAttempt();
  const { mutateAsync: undo, isPending } = useUndoPayment();
  return {
    takeBack: (id) =>
      attempt(async () => {
        await undo(id);
        toast({ text: t.payments.undone });
      }),
    isRunning: isPending,
  };
}
