import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useFilePicker, useUploadFiles } from "@/lib/file-picker";
import { useErrorText } from "@/lib/i18n/error-text";
import { useI18n } from "@/lib/i18n/i18n";
import { sampleFiles } from "@/lib/samples/samples";
import { useAcceptedTypes } from "@/lib/session/accepted-types";
import { useMay } from "@/lib/session/me";
import { Button } from "@/lib/ui/button";
import { UploadIcon } from "@/lib/ui/icons";
import { useToast } from "@/lib/ui/toasts";
import styles from "./first-visit.module.css";

/** In place of the list while there has never been an invoice: what to do, and something to do it with. */
export function FirstVisit() {
  const { t } = useI18n();
  const may = useMay();
  const chooseFiles = useFilePicker();
  const { words } = useAcceptedTypes();
  const steps = t.inbox.firstVisit.steps;
  return (
    <section className={styles["visit"]} aria-label={t.inbox.firstVisit.title}>
      <h2>{t.inbox.firstVisit.title}</h2>
      <ol className={styles["steps"]}>
        <li>
          <strong>{steps.upload}</strong>
          {t.inbox.emptyHint(words)}
        </li>
        <li>
          <strong>{steps.check}</strong>
          {steps.checkHint}
        </li>
        <li>
          <strong>{steps.confirm}</strong>
          {steps.confirmHint}
        </li>
      </ol>
      {may("upload") ? (
        <div className={styles["actions"]}>
          <Button variant="primary" onClick={chooseFiles}>
            <UploadIcon aria-hidden />
            {t.inbox.chooseFiles}
          </Button>
          <TrySamples />
        </div>
      ) : (
        <p>{t.inbox.firstVisit.noUpload}</p>
      )}
      {may("manage_companies") && (
        <p className={styles["hint"]}>
          {t.inbox.firstVisit.companies} <Link to="/settings">{t.inbox.firstVisit.toCompanies}</Link>
        </p>
      )}
    </section>
  );
}

function TrySamples() {
  const { t } = useI18n();
  const upload = useUploadFiles();
  const toast = useToast();
  const errorText = useErrorText();
  const [busy, setBusy] = useState(false);
  const start = async () => {
    setBusy(true);
    try {
      upload(await sampleFiles());
      toast({ text: t.inbox.firstVisit.samplesSent });
    } catch (error) {
      toast({ text: error instanceof Error ? errorText(error) : t.error.unreachable, kind: "error" });
    }
    setBusy(false);
  };
  return (
    <Button disabled={busy} onClick={() => void start()}>
      {t.inbox.firstVisit.trySamples}
    </Button>
  );
}
