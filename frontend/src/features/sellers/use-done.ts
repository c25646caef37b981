/** What is said when a change of a seller is done, or did not work; `onDone` closes its dialog, or leaves its page. */
import { useErrorText } from "@/lib/i18n/error-text";
import { useToast } from "@/lib/ui/toasts";

export function useDone(onDone: () => void) {
  const toast = useToast();
  const errorText = useErrorText();
  return (text: string) => ({
    onSuccess: () => {
      onDone();
      toast({ text });
    },
    onError: (error: Error) => void toast({ text: errorText(error), kind: "error" }),
  });
}
