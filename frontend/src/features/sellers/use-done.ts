/** What is said when a change of a seller is done, or did not work; its dialog closes when it is done. */
import { useErrorText } from "@/lib/i18n/error-text";
import { useToast } from "@/lib/ui/toasts";

export function useDone(onClose: () => void) {
  const toast = useToast();
  const errorText = useErrorText();
  return (text: string, then?: () => void) => ({
    onSuccess: () => {
      onClose();
      toast({ text });
      then?.();
    },
    onError: (error: Error) => void toast({ text: errorText(error), kind: "error" }),
  });
}
