/** Exports as a person makes them: the file is in the downloads, a message says so, and for a moment Undo is offered. */
import { useState } from "react";
import type { Export } from "@/lib/api/types";
import { useI18n } from "@/lib/i18n/i18n";
import { useToast } from "@/lib/ui/toasts";
import { useAttempt } from "@/lib/ui/use-attempt";
import { useCreateExport, useUndoExport } from "./api/exports";
import { saveConfirmed, saveExport } from "./api/save-file";
import type { FileParameters } from "./file-form";
import type { ConfirmedQuery, DataFilters } from "./search";

const OFFERED_FOR = 10_000;

export interface Exporting {
  isRunning: boolean;
  /** Those that no other system has yet: they are marked. */
  exportNew: (filters: DataFilters, form: FileParameters) => Promise<void>;
  /** All of these: nothing is marked. */
  exportAll: (which: ConfirmedQuery, form: FileParameters) => Promise<void>;
  /** The file of an export, again. */
  saveAgain: (made: Export) => Promise<void>;
  takeBack: (id: number) => Promise<void>;
}

export function useExport(): Exporting {
  const { t } = useI18n();
  const words = t.data.exports;
  const toast = useToast();
  const attempt = useAttempt();
  const { mutateAsync: create } = useCreateExport();
  const { mutateAsync: undo } = useUndoExport();
  const [running, setRunning] = useState(0);

  /** What fails is said, and nothing else happens. */
  const say = async (...attempted: Parameters<typeof attempt>) => {
    setRunning((n) => n + 1);
    try {
      await attempt(...attempted);
    } finally {
      setRunning((n) => n - 1);
    }
  };

  const takeBack = (id: number) =>
    say(async () => {
      await undo(id);
      toast({ text: words.undone });
    });

  const exportNew = (filters: DataFilters, form: FileParameters) =>
    say(async () => {
      const made = await create({ filters, form });
      const left = made.left_out?.length ?? 0;
      const done = left > 0 ? `${words.done(made.count)} ${words.leftOut(left)}` : words.done(made.count);
      const close = toast({
        text: done,
        duration: OFFERED_FOR,
        action: {
          label: t.action.undo,
          run: () => {
            close(); // at most once
            void takeBack(made.id);
          },
        },
      });
      await say(() => saveExport(made), words.notSaved);
    });

  const save = (file: () => Promise<void>) =>
    say(async () => {
      await file();
      toast({ text: words.saved });
    });

  return {
    isRunning: running > 0,
    exportNew,
    exportAll: (which, form) => save(() => saveConfirmed(which, form)),
    saveAgain: (made) => save(() => saveExport(made)),
    takeBack,
  };
}
