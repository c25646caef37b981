import { useQueryClient } from "@tanstack/react-query";
import {
  useCallback,
  useEffect,
  useMemo,
  useReducer,
  useRef,
  useState,
  type Dispatch,
  type ReactNode,
} from "react";
import { keys } from "@/lib/api/keys";
import { UploadsContext } from "@/lib/file-picker";
import { useErrorText } from "@/lib/i18n/error-text";
import { useI18n } from "@/lib/i18n/i18n";
import { useAcceptedTypes } from "@/lib/session/accepted-types";
import { useMay, useMe } from "@/lib/session/me";
import { UploadIcon } from "@/lib/ui/icons";
import { useLeavingAsked } from "@/lib/use-leaving-asked";
import { uploadFile } from "../api/upload-file";
import { filesOf } from "../dropped-files";
import { reduce, startable, type Action, type Item } from "../queue";
import { UploadPanel } from "./upload-panel";
import styles from "./upload.module.css";

/** The whole page accepts files, dropped, pasted or chosen; the queue is shown in a corner. */
export function UploadArea({ children }: { children: ReactNode }) {
  const { t } = useI18n();
  const me = useMe().data;
  const may = useMay();
  const { accept, words } = useAcceptedTypes();
  const limit = me?.max_upload_mb ?? 25;
  const [items, dispatch] = useReducer(reduce, []);
  const nextKey = useRef(1);
  const input = useRef<HTMLInputElement>(null);

  const add = useCallback(
    (files: readonly File[]) => {
      if (files.length === 0) return;
      dispatch({
        type: "added",
        files,
        firstKey: nextKey.current,
        maxBytes: limit * 1024 * 1024,
        tooLarge: t.upload.tooLarge(limit),
      });
      nextKey.current += files.length;
    },
    [limit, t],
  );

  const uploads = useMemo(() => ({ choose: () => input.current?.click(), add }), [add]);
  useSending(items, dispatch);
  const over = useDrop(may("upload"), add);

  return (
    <UploadsContext value={uploads}>
      {children}
      <input
        ref={input}
        type="file"
        multiple
        accept={accept}
        hidden
        onChange={(event) => {
          add([...(event.target.files ?? [])]);
          event.target.value = ""; // the same file may be chosen again
        }}
      />
      {over && (
        <div className={styles["over"]} aria-hidden>
          <UploadIcon />
          <strong>{t.upload.dropHere}</strong>
          <span>{t.upload.dropHint(words, limit)}</span>
        </div>
      )}
      {items.length > 0 && <UploadPanel items={items} dispatch={dispatch} />}
    </UploadsContext>
  );
}

/** Sends what is due; leaving the page stops it. */
function useSending(items: readonly Item[], dispatch: Dispatch<Action>): void {
  const client = useQueryClient();
  const errorText = useErrorText();
  const { t } = useI18n();
  const stop = useRef<AbortController | null>(null);

  useEffect(() => {
    stop.current = new AbortController();
    return () => stop.current?.abort();
  }, []);

  const send = async ({ key, file, allowDuplicates }: Item, signal: AbortSignal) => {
    dispatch({ type: "started", key });
    try {
      const { result, parts } = await uploadFile(file, {
        allowDuplicates,
        signal,
        onProgress: (sent) => dispatch({ type: "progress", key, sent }),
      });
      dispatch({
        type: "answered",
        key,
        result,
        message: errorText(result),
        parts,
      });
      void client.invalidateQueries({ queryKey: keys.lists });
      void client.invalidateQueries({ queryKey: keys.summary });
    } catch (error) {
      if (signal.aborted) return;
      dispatch({
        type: "broke",
        key,
        message: error instanceof Error ? errorText(error) : t.upload.interrupted,
      });
    }
  };

  useEffect(() => {
    const signal = stop.current?.signal;
    if (signal) for (const item of startable(items)) void send(item, signal);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the queue alone decides what starts
  }, [items]);

  const unfinished = items.some(({ state }) => state === "waiting" || state === "sending");
  useLeavingAsked(unfinished);
}

/** Whether files are dragged over the window; dropped or pasted ones go to `add`. */
function useDrop(enabled: boolean, add: (files: readonly File[]) => void): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    if (!enabled) return;
    let depth = 0; // every element under the pointer enters and leaves
    const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
    const onEnter = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      depth += 1;
      setOver(true);
    };
    const onLeave = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      depth -= 1;
      if (depth <= 0) setOver(false);
    };
    const onOver = (event: DragEvent) => carriesFiles(event) && event.preventDefault();
    const onDrop = (event: DragEvent) => {
      if (!event.dataTransfer || !carriesFiles(event)) return;
      event.preventDefault();
      depth = 0;
      setOver(false);
      void filesOf(event.dataTransfer).then(add);
    };
    const onPaste = (event: ClipboardEvent) => add([...(event.clipboardData?.files ?? [])]);
    addEventListener("dragenter", onEnter);
    addEventListener("dragleave", onLeave);
    addEventListener("dragover", onOver);
    addEventListener("drop", onDrop);
    addEventListener("paste", onPaste);
    return () => {
      removeEventListener("dragenter", onEnter);
      removeEventListener("dragleave", onLeave);
      removeEventListener("dragover", onOver);
      removeEventListener("drop", onDrop);
      removeEventListener("paste", onPaste);
    };
  }, [enabled, add]);
  return over;
}
