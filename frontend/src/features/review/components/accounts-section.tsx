import { useState } from "react";
import type { InvoiceData } from "@/lib/api/types";
import { useI18n } from "@/lib/i18n/i18n";
import { Button } from "@/lib/ui/button";
import { AddIcon } from "@/lib/ui/icons";
import { accountChanges, type BankAccount } from "../account-changes";
import { focusField } from "../focus-field";
import { isReadOnly } from "../review-store";
import type { Column } from "../table/columns";
import { useColumns } from "../table/use-columns";
import { useReview, useReviewStore } from "./review-context";
import { RowsTable } from "./rows-table";
import styles from "./fields.module.css";

const COLUMNS: readonly Column<BankAccount>[] = [
  { name: "iban", always: true, grows: true },
  { name: "account" },
  { name: "bic", usual: true },
  { name: "name" },
];

/** The first one is among the fields of the payment. */
const FIRST = 1;
const furtherOf = ({ payment }: InvoiceData) => payment.accounts.slice(FIRST);

/** The accounts that may be paid to instead. */
export function AccountsSection() {
  const { t } = useI18n();
  const store = useReviewStore();
  const { count, readOnly } = useReview((state) => ({
    count: state.data.payment.accounts.length,
    readOnly: isReadOnly(state),
  }));
  const [changes] = useState(() => accountChanges(store));
  const columns = useColumns("/payment/accounts", COLUMNS, furtherOf);
  if (readOnly && count <= FIRST) return null;
  return (
    <section className={`${styles["group"] ?? ""} ${styles["appended"] ?? ""}`}>
      {count > FIRST && (
        <>
          <h2>{t.review.group.accounts}</h2>
          <RowsTable
            pointer="/payment/accounts"
            label={t.review.group.accounts}
            count={count}
            first={FIRST}
            columns={columns.shown}
            widths={columns.widths}
            changes={changes}
          />
        </>
      )}
      {!readOnly && (
        <div className={styles["under"]}>
          <Button small variant="quiet" onClick={() => focusField(`/payment/accounts/${changes.add()}/iban`)}>
            <AddIcon aria-hidden />
            {t.review.table.addAccount}
          </Button>
        </div>
      )}
    </section>
  );
}
