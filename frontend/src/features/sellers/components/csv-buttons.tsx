import { useRef, useState } from "react";
import { useErrorText } from "@/lib/i18n/error-text";
import { useI18n } from "@/lib/i18n/i18n";
import { useMay } from "@/lib/session/me";
import { Button } from "@/lib/ui/button";
import { Dialog } from "@/lib/ui/dialog";
import { DownloadIcon, UploadIcon } from "@/lib/ui/icons";
import { useToast } from "@/lib/ui/toasts";
import { faultsOf, NotUtf8Error, useExportSellers, useImportSellers } from "../api/sellers-file";
import styles from "./seller.module.css";

/** The sellers as a file, and back. */
export function CsvButtons() {
  const { t } = useI18n();
  const words = t.sellers.file;
  const may = useMay();
  const toast = useToast();
  const errorText = useErrorText();
  const exporting = useExportSellers();
  const [importing, setImporting] = useState(false);
  return (
    <>
      {may("export") && (
        <Button
          aria-label={words.export}
          disabled={exporting.isPending}
          onClick={() =>
            exporting.mutate(undefined, {
              onError: (error) => toast({ text: errorText(error), kind: "error" }),
            })
          }
        >
          <DownloadIcon aria-hidden />
          CSV
        </Button>
      )}
      {may("manage_sellers") && (
        <Button onClick={() => setImporting(true)}>
          <UploadIcon aria-hidden />
          {words.import}
        </Button>
      )}
      {importing && <ImportDialog onClose={() => setImporting(false)} />}
    </>
  );
}

/** Takes a file whole or not at all; what is wrong in which of its lines stands below. */
function ImportDialog({ onClose }: { onClose: () => void }) {
  const { t, f } = useI18n();
  const words = t.sellers.file;
  const toast = useToast();
  const errorText = useErrorText();
  const { mutate, error, isPending } = useImportSellers();
  const [file, setFile] = useState<File | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const faults = faultsOf(error);
  const take = () =>
    file &&
    mutate(file, {
      onSuccess: ({ created, changed, unchanged }) => {
        onClose();
        toast({ text: words.done(f.number(created), f.number(changed), f.number(unchanged)) });
      },
    });
  return (
    <Dialog
      open
      onClose={onClose}
      title={words.title}
      hint={words.hint}
      initialFocus={field}
      actions={
        <>
          <Button onClick={onClose}>{t.action.cancel}</Button>
          <Button variant="primary" disabled={!file || isPending} onClick={take}>
            {words.verb}
          </Button>
        </>
      }
    >
      <div className={styles["form"]}>
        <label className="field">
          <span>{words.file}</span>
          <input
            ref={field}
            type="file"
            accept=".csv,text/csv"
            onChange={(event) => setFile(event.target.files?.[0] ?? null)}
          />
        </label>
        {error && (
          <div role="alert">
            <p>
              {faults.length > 0
                ? words.refused
                : error instanceof NotUtf8Error
                  ? words.notUtf8
                  : errorText(error)}
            </p>
            <ul>
              {faults.map(({ line, column, message }) => (
                <li key={`${line} ${column ?? ""} ${message}`}>
                  {words.fault(f.number(line), column, message)}
                </li>
              ))}
            </ul>
          </div>
        )}
      </div>
    </Dialog>
  );
}
