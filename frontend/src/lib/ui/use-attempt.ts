import { useErrorText } from "@/lib/i18n/error-text";
import { useToast } from "./toasts";

/** Does work of which nobody waits for the end: what fails is said in a message, also after the component has gone. */
export function useAttempt(): (
  work: () => Promise<void>,
  failed?: (reason: string) => string,
) => Promise<void> {
  const toast = useToast();
  const errorText = useErrorText();
  return async (work, failed = (reason) => reason) => {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      toast({ text: failed(errorText(error)), kind: "error" });
    }
  };
}
