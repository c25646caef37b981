/** "Confirmed · Undo": for a moment after a decision it can be taken back by one click or key. */
import { createContext, use, useRef, type ReactNode } from "react";
import { useErrorText } from "@/lib/i18n/error-text";
import { useI18n } from "@/lib/i18n/i18n";
import { useMay } from "@/lib/session/me";
import { useToast } from "@/lib/ui/toasts";
import type { Decided } from "./decision";
import { forEach } from "./for-each";
import { useReopenInvoice } from "./reopen-invoice";

const OFFERED_FOR = 10_000;

interface Offer {
  /** What was done: "Confirmed." */
  text: string;
  /** The decisions that Undo takes back, each in the version that it led to; none: nothing is offered. */
  decisions: readonly Decided[];
  onUndone?: () => void;
}

interface Undo {
  offer: (offer: Offer) => void;
  /** Takes back what the newest message that is still there offers. */
  undoNewest: () => void;
}

const UndoContext = createContext<Undo | null>(null);

export function useUndo(): Undo {
  const undo = use(UndoContext);
  if (!undo) throw new Error("useUndo needs an UndoProvider above it.");
  return undo;
}

export function UndoProvider({ children }: { children: ReactNode }) {
  const { t } = useI18n();
  const toast = useToast();
  const errorText = useErrorText();
  const may = useMay();
  const { mutateAsync: reopen } = useReopenInvoice();
  const open = useRef<readonly (() => void)[]>([]);

  const offer = ({ text, decisions, onUndone }: Offer) => {
    if (decisions.length === 0 || !may("reopen")) {
      toast({ text });
      return;
    }
    const takeBack = async () => {
      const { done, failed } = await forEach(decisions, ({ invoice_id, version }) =>
        reopen({ id: invoice_id, version }),
      );
      for (const { error } of failed.slice(0, 1)) {
        const reason = errorText(error);
        toast({
          text: decisions.length === 1 ? reason : t.undo.notAll(failed.length, reason),
          kind: "error",
        });
      }
      if (done.length === 0) return;
      toast({ text: t.undo.takenBack(done.length) });
      onUndone?.();
    };
    const run = () => {
      close(); // at most once
      void takeBack();
    };
    const close = toast({
      text,
      duration: OFFERED_FOR,
      action: { label: t.action.undo, shortcut: "Alt+Z", run },
      onClose: () => (open.current = open.current.filter((other) => other !== run)),
    });
    open.current = [...open.current, run];
  };
  return <UndoContext value={{ offer, undoNewest: () => open.current.at(-1)?.() }}>{children}</UndoContext>;
}
