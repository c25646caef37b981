import type { Invoice } from "@/lib/api/types";
import { useI18n } from "@/lib/i18n/i18n";
import { Dialog } from "@/lib/ui/dialog";
import { ErrorState, Skeleton } from "@/lib/ui/states";
import { usePayCode } from "../api/express-invoice";
import styles from "./review.module.css";

interface Props {
  invoice: Invoice;
  onClose: () => void;
}

/** The code that a banking app pays the invoice with, or why there is none. */
export function PayCodeDialog({ invoice, onClose }: Props) {
  const { t } = useI18n();
  const code = usePayCode(invoice.id);
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
