import { useState } from "react";
import type { Invoice } from "@/lib/api/types";
import { useI18n } from "@/lib/i18n/i18n";
import { Button } from "@/lib/ui/button";
import { Dialog } from "@/lib/ui/dialog";
import { ScanIcon } from "@/lib/ui/icons";
import { ErrorState, Skeleton } from "@/lib/ui/states";
import { usePayCode } from "../api/express-invoice";
import fields from "./fields.module.css";
import styles from "./review.module.css";

/** Confirmed, in euros, with an account and something that is due: a banking app can pay it. */
export function isPayable({ status, final_data: data }: Invoice): boolean {
  if (status !== "processed" || data?.currency !== "EUR" || data.document_type === "credit_note")
    return false;
  const { iban, accounts } = data.payment;
  return !!(iban ?? accounts.find((one) => one.iban)) && Number(data.amount_due ?? data.total_amount) > 0;
}

/** Beside the account: the code that a banking app pays the invoice with. */
export function PayCode({ invoiceId }: { invoiceId: number }) {
  const { t } = useI18n();
  const [open, setOpen] = useState(false);
  return (
    <section className={`${fields["group"] ?? ""} ${fields["appended"] ?? ""}`}>
      <Button small onClick={() => setOpen(true)}>
        <ScanIcon aria-hidden />
        {t.review.scanToPay}
      </Button>
      {open && <PayCodeDialog invoiceId={invoiceId} onClose={() => setOpen(false)} />}
    </section>
  );
}

/** The code, or why there is none. */
function PayCodeDialog({ invoiceId, onClose }: { invoiceId: number; onClose: () => void }) {
  const { t } = useI18n();
  const code = usePayCode(invoiceId);
  return (
    <Dialog open onClose={onClose} title={t.review.scanToPay}>
      {code.isPending ? (
        <Skeleton rows={4} />
      ) : code.isError ? (
        <ErrorState error={code.error} onRetry={() => void code.refetch()} />
      ) : (
        <>
          <img className={styles["payCode"]} src={code.data} alt={t.review.payCode} />
          <p>{t.review.scanToPayHint}</p>
        </>
      )}
    </Dialog>
  );
}
