import { Link } from "@tanstack/react-router";
import type { InvoiceRow } from "@/lib/api/types";
import { useErrorText } from "@/lib/i18n/error-text";
import { useFindingText } from "@/lib/i18n/finding-text";
import { useI18n } from "@/lib/i18n/i18n";
import { errorsIn, openFindings } from "@/lib/invoices/confirm-invoice";
import { IconButton } from "@/lib/ui/button";
import { CloseIcon } from "@/lib/ui/icons";
import type { InboxSearch } from "../search";
import styles from "./inbox.module.css";

export interface Refusal {
  item: InvoiceRow;
  error: Error;
}

interface Props {
  refusals: readonly Refusal[];
  search: InboxSearch;
  onClose: () => void;
}

/** The invoices that a bulk action skipped, each with the reason. */
export function LeftOut({ refusals, search, onClose }: Props) {
  const { t } = useI18n();
  const errorText = useErrorText();
  const findingText = useFindingText();
  const reason = (error: Error) => {
    const findings = openFindings(error);
    return findings ? errorsIn(findings).map(findingText).join(" ") : errorText(error);
  };
  return (
    <section className={styles["refusals"]} role="alert">
      <header>
        <strong>{t.inbox.leftOut(refusals.length)}</strong>
        <IconButton small label={t.action.close} onClick={onClose}>
          <CloseIcon aria-hidden />
        </IconButton>
      </header>
      <ul>
        {refusals.map(({ item, error }) => (
          <li key={item.id}>
            <Link to="/review/$invoiceId" params={{ invoiceId: String(item.id) }} search={search}>
              {item.filename}
            </Link>
            : {reason(error)}
          </li>
        ))}
      </ul>
    </section>
  );
}
