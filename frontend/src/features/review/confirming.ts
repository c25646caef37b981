/**
 * Confirming in the review: what was typed is saved first, then exactly that version is confirmed, on condition that
 * no error is open that the person has not been shown.
 */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { Finding, Invoice } from "@/lib/api/types";
import { keys } from "@/lib/api/keys";
import { isReachable } from "@/lib/api/reachability";
import { useErrorText } from "@/lib/i18n/error-text";
import { useI18n } from "@/lib/i18n/i18n";
import {
  errorCodes,
  errorsIn,
  isConfirming,
  openFindings,
  useConfirmInvoice,
} from "@/lib/invoices/confirm-invoice";
import type { Decided } from "@/lib/invoices/decision";
import { useToast } from "@/lib/ui/toasts";
import { invoiceQuery } from "./api/get-invoice";
import { isConflict } from "./api/save-preview";
import { conflictsOf, type Difference } from "./draft/draft";
import type { Seen, Settled } from "./draft/use-draft";
import { shownData } from "./empty-data";
import { acceptedErrors } from "./findings";
import { isUnseen, useShown } from "./queue/unseen";
import type { ReviewStore } from "./review-store";

/** Errors that the server found; a person decides whether to confirm over them. */
interface Question {
  seen: Seen;
  findings: readonly Finding[];
}

/** Somebody else's newer version, and where it differs from what was to be confirmed. */
interface Overtaken {
  newer: Invoice;
  differences: readonly Difference[];
}

export interface Confirming {
  start: () => void;
  /** Saving or confirming. */
  busy: boolean;
  question: Question | null;
  overtaken: Overtaken | null;
  /** Confirms over the errors of the question. */
  accept: () => void;
  /** Dismisses the question or the newer version. */
  dismiss: () => void;
}

interface Options {
  id: number;
  store: ReviewStore;
  settle: () => Promise<Settled>;
  onInvalid: (pointer: string) => void;
  /** `here`: the person is still on this invoice. */
  onConfirmed: (decision: Decided, here: boolean) => void;
  /**
   * Goes on to the next invoice while the server answers; null where there is none. True: the invoice became final; what
   * hinders it is said where the person is then.
   */
  onSent: ((confirmed: Promise<boolean>) => void) | null;
  /** Says that an invoice that was gone on from is not confirmed, and leads back to it. */
  onRefused: (reason: string) => void;
}

export function useConfirming({
  id,
  store,
  settle,
  onInvalid,
  onConfirmed,
  onSent,
  onRefused,
}: Options): Confirming {
  const { t } = useI18n();
  const toast = useToast();
  const errorText = useErrorText();
  const client = useQueryClient();
  const { mutateAsync: confirm } = useConfirmInvoice();
  const [busy, setBusy] = useState(false);
  const [question, setQuestion] = useState<Question | null>(null);
  const [overtaken, setOvertaken] = useState<Overtaken | null>(null);
  // Not the phase: a second key press may come before the next render.
  const running = useRef(false);
  const here = useRef(true);
  useShown(id);
  useEffect(() => {
    here.current = true;
    return () => {
      here.current = false;
    };
  }, []);

  const failed = (text: string) => toast({ text, kind: "error" });

  /** The request leaves first: to draw every field read-only takes as long as many an answer. */
  const whileRunning = (draw: () => void) => {
    setTimeout(() => {
      if (running.current) draw();
    });
  };

  const showNewer = async ({ data }: Seen) => {
    const newer = await client.query({ ...invoiceQuery(id), staleTime: 0 });
    const differences = conflictsOf(data, data, shownData(newer));
    if (differences.length > 0) setOvertaken({ newer, differences });
    else failed(t.review.changedMeanwhile);
  };

  /** The errors of exactly this version that were accepted where they stand: nobody is asked about them again. */
  const acceptedIn = ({ version }: Seen): readonly Finding[] => {
    const invoice = client.getQueryData<Invoice>(keys.invoice(id));
    return invoice?.version === version ? acceptedErrors(invoice.checks ?? [], store.get().accepted) : [];
  };

  /** True when the invoice is final. */
  const send = async (seen: Seen, accepted: readonly Finding[]): Promise<boolean> => {
    store.hold(true);
    whileRunning(() => store.finalise(true));
    try {
      const decision = await confirm({ id, version: seen.version, accepted: errorCodes(accepted) });
      onConfirmed(decision, here.current);
      return true;
    } catch (error) {
      const findings = openFindings(error);
      if (!here.current) failed(t.review.leftUnconfirmed);
      else if (findings) setQuestion({ seen, findings });
      else if (isConflict(error)) await showNewer(seen);
      else throw error;
      return false;
    }
  };

  const once = async (work: () => Promise<boolean>) => {
    if (running.current) return;
    running.current = true;
    whileRunning(() => setBusy(true));
    let final = false;
    try {
      final = await work();
    } catch (error) {
      failed(error instanceof Error ? errorText(error) : t.review.notSaved);
    }
    running.current = false;
    if (final) return; // the draft stays held: the screen goes on to another invoice
    store.hold(false);
    store.finalise(false);
    setBusy(false);
  };

  const saveAndSend = async (): Promise<boolean> => {
    const settled = await settle();
    switch (settled.kind) {
      case "saved":
        // Somebody who has moved on to another invoice cannot be asked.
        if (!here.current) {
          failed(t.review.leftUnconfirmed);
          return false;
        }
        return send(settled.seen, acceptedIn(settled.seen));
      case "invalid":
        if (settled.pointers[0] !== undefined) onInvalid(settled.pointers[0]);
        failed(t.review.notSaved);
        return false;
      case "changed":
      case "conflict":
        failed(t.review.changedMeanwhile);
        return false;
      case "failed":
        failed(settled.error ? errorText(settled.error) : t.review.notSaved);
        return false;
    }
  };

  /** Nothing is to be saved or asked before, as far as is known here: the next invoice need not wait for the answer. */
  const isPlain = (): boolean => {
    const { dirty, known } = store.get();
    const asked = client.getQueryState(keys.invoice(id));
    // Such as after an undo: the version that is shown is about to be another.
    const isNewest = asked?.isInvalidated === false && asked.fetchStatus === "idle";
    const isClean = !dirty && errorsIn(known.findings).length === 0;
    return isClean && isNewest && isReachable() && !isConfirming(client);
  };

  /** Goes on at once. Whatever the server refuses then stays as it is, in the list and unconfirmed, and is said. */
  const sendAndGoOn = async (): Promise<boolean> => {
    running.current = true;
    store.hold(true);
    try {
      onConfirmed(await confirm({ id, version: store.get().draft.version }), false);
      return true;
    } catch (error) {
      onRefused(error instanceof Error ? errorText(error) : t.review.notSaved);
      running.current = false;
      store.hold(false);
      return false;
    }
  };

  const start = () => {
    if (running.current || isUnseen(id)) return;
    if (onSent && isPlain()) onSent(sendAndGoOn());
    else void once(saveAndSend);
  };

  return {
    start,
    busy,
    question,
    overtaken,
    accept: () => {
      if (!question) return;
      setQuestion(null);
      void once(() => send(question.seen, question.findings));
    },
    dismiss: () => {
      setQuestion(null);
      setOvertaken(null);
    },
  };
}
