/** What may be done about a file that could not be read: give its password, or another file in its place. */
import { useNavigate } from "@tanstack/react-router";
import { useRef, useState } from "react";
import type { Invoice } from "@/lib/api/types";
import { useErrorText } from "@/lib/i18n/error-text";
import { useI18n } from "@/lib/i18n/i18n";
import { useAcceptedTypes } from "@/lib/session/accepted-types";
import { useMay } from "@/lib/session/me";
import { Button } from "@/lib/ui/button";
import { UploadIcon } from "@/lib/ui/icons";
import { useToast } from "@/lib/ui/toasts";
import { NotReplacedError, useReplaceFile } from "../api/replace-file";
import { useUnlockInvoice } from "../api/unlock-invoice";
import styles from "./queue.module.css";

export function FailedFile({ invoice }: { invoice: Invoice }) {
  const may = useMay();
  const navigate = useNavigate();
  const open = (id: number) =>
    void navigate({ to: "/review/$invoiceId", params: { invoiceId: String(id) }, search: (now) => now });
  return (
    <div className={styles["failed"]}>
      {invoice.error?.code === "encrypted-document" && may("unlock") && (
        <Password id={invoice.id} onUnlocked={open} />
      )}
      {may("upload") && may("reject") && <Replace id={invoice.id} onReplaced={open} />}
    </div>
  );
}

function Password({ id, onUnlocked }: { id: number; onUnlocked: (id: number) => void }) {
  const { t } = useI18n();
  const errorText = useErrorText();
  const unlock = useUnlockInvoice();
  const [password, setPassword] = useState("");
  return (
    <form
      className={styles["password"]}
      onSubmit={(event) => {
        event.preventDefault();
        if (password) unlock.mutate({ id, password }, { onSuccess: onUnlocked });
        setPassword("");
      }}
    >
      <label>
        {t.review.failedFile.password}
        <input
          type="password"
          value={password}
          maxLength={200}
          autoComplete="off"
          onChange={(event) => setPassword(event.target.value)}
        />
      </label>
      <Button type="submit" variant="primary" disabled={!password || unlock.isPending}>
        {t.review.failedFile.unlock}
      </Button>
      <small>{t.review.failedFile.kept}</small>
      {unlock.error && <p role="alert">{errorText(unlock.error)}</p>}
    </form>
  );
}

function Replace({ id, onReplaced }: { id: number; onReplaced: (id: number) => void }) {
  const { t } = useI18n();
  const toast = useToast();
  const errorText = useErrorText();
  const { accept } = useAcceptedTypes();
  const replace = useReplaceFile();
  const input = useRef<HTMLInputElement>(null);

  const replaceBy = (file: File) =>
    replace.mutate(
      { id, file },
      {
        onSuccess: (other) => {
          toast({ text: other === id ? t.review.failedFile.same : t.review.failedFile.replaced(other) });
          if (other !== id) onReplaced(other);
        },
        onError: (error) =>
          toast({
            text: error instanceof NotReplacedError ? error.message : errorText(error),
            kind: "error",
          }),
      },
    );
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        accept={accept}
        aria-label={t.review.failedFile.replace}
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          event.target.value = "";
          if (file) replaceBy(file);
        }}
      />
      <Button onClick={() => input.current?.click()} disabled={replace.isPending}>
        <UploadIcon aria-hidden />
        {t.review.failedFile.replace}
      </Button>
    </>
  );
}
