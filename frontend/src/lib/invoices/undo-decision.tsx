/** "Confirmed · Undo": for a moment after a decision it can be taken back by one click or key. */
import { useQueryClient } from "@tanstack/react-query";
import { createContext, use, useRef, type ReactNode } from "react";
import { useErrorText } from "@/lib/i18n/error-text";
import { useI18n } from "@/lib/i18n/i18n";
import { useMay } from "@/lib/session/me";
import { useToast } from "@/lib/ui/toasts";
import { useBulkJobs } from "./bulk-jobs";
import type { Decided } from "./decision";
import { refreshAllInvoices } from "./refresh";
import { reopenInvoice } from "./reopen-invoice";

const OFFERED_FOR = 10_000;

interface Offer {
  /** What was done: "Confirmed." */
  text: string;
  /** The decisions that Undo takes back, each in the version that it led to; none: nothing is offered. */
  decisions: readonly Decided[];
  onUndone?: () => void;
}

interface Undo {
  /** Returns what takes the decisions back, at most once, even after the message has gone; null if nothing is offered. */
  offer: (offer: Offer) => (() => void) | null;
  /** Takes back what the newest message that is still there offers, or the decision that is on its way. */
  undoNewest: () => void;
  /** A decision is on its way, and gone on from: what is pressed now is meant for it. True: it was made, and is offered. */
  expect: (decision: Promise<boolean>) => void;
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
  const client = useQueryClient();
  const jobs = useBulkJobs();
  const open = useRef<readonly (() => void)[]>([]);
  const expected = useRef<Promise<boolean> | null>(null);

  const offer = ({ text, decisions, onUndone }: Offer) => {
    if (decisions.length === 0 || !may("reopen")) {
      toast({ text });
      return null;
    }
    let taken = false;
    const takeBack = async () => {
      const { done, failed } = await jobs.run(t.undo.undoing, decisions, ({ invoice_id, version }) =>
        reopenInvoice({ id: invoice_id, version }),
      );
      refreshAllInvoices(client);
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
      close();
      if (taken) return;
      taken = true;
      void takeBack();
    };
    const close = toast({
      text,
      duration: OFFERED_FOR,
      action: { label: t.action.undo, shortcut: "Alt+Z", run },
      onClose: () => (open.current = open.current.filter((other) => other !== run)),
    });
    open.current = [...open.current, run];
    return run;
  };
  const undoNewest = () => {
    const newest = () => open.current.at(-1)?.();
    if (expected.current) void expected.current.then((made) => made && newest());
    else newest();
  };
  const expect = (decision: Promise<boolean>) => {
    expected.current = decision;
    void decision.then(() => {
      if (expected.current === decision) expected.current = null;
    });
  };
  return <UndoContext value={{ offer, undoNewest, expect }}>{children}</UndoContext>;
}
