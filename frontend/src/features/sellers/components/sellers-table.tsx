import { Link } from "@tanstack/react-router";
import type { SellerRow } from "@/lib/api/types";
import { useI18n } from "@/lib/i18n/i18n";
import { SortHead, type Sorting } from "@/lib/ui/sort-head";
import type { SellerOrder } from "../search";
import styles from "./sellers.module.css";

interface Props {
  sellers: readonly SellerRow[];
  sorting: Sorting<SellerOrder>;
}

/** A row for each seller; on a phone each is a card. */
export function SellersTable({ sellers, sorting }: Props) {
  const { t } = useI18n();
  const words = t.sellers.columns;
  return (
    <table className={styles["table"]}>
      <thead>
        <tr>
          <SortHead name={words.name} sorts={[{ by: "name", name: words.name }]} sorting={sorting} />
          <SortHead
            className="number"
            name={words.invoices}
            sorts={[{ by: "invoices", name: words.invoices }]}
            sorting={sorting}
          />
          <SortHead className="number" name={words.right} sorts={[]} sorting={sorting} />
          <SortHead name={words.last} sorts={[]} sorting={sorting} />
          <SortHead
            name={words.changed}
            sorts={[{ by: "updated_at", name: words.changed }]}
            sorting={sorting}
          />
        </tr>
      </thead>
      <tbody>
        {sellers.map((seller) => (
          <Row key={seller.id} seller={seller} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ seller }: { seller: SellerRow }) {
  const { t, f } = useI18n();
  const words = t.sellers.columns;
  const right = seller.read_right && {
    share: f.percent(seller.read_right.right / seller.read_right.of),
    title: t.sellers.right.ofNewest(f.number(seller.read_right.right), f.number(seller.read_right.of)),
  };
  const numbers = [...seller.tax_numbers, ...(seller.country ? [seller.country] : [])].join(" · ");
  return (
    <tr>
      <td className={styles["name"]}>
        <Link to="/sellers/$sellerId" params={{ sellerId: String(seller.id) }}>
          {seller.name}
        </Link>
        {numbers && <small>{numbers}</small>}
      </td>
      <td className="number" data-label={words.invoices}>
        {f.number(seller.invoices)}
      </td>
      <td className="number" data-label={words.right} title={right?.title}>
        {right?.share ?? <span className={styles["faint"]}>–</span>}
      </td>
      <td data-label={words.last}>
        {seller.newest_invoice === null ? (
          <span className={styles["faint"]}>–</span>
        ) : (
          <Link to="/review/$invoiceId" params={{ invoiceId: String(seller.newest_invoice) }}>
            {seller.newest_issue_date
              ? f.date(seller.newest_issue_date)
              : t.sellers.invoiceNo(seller.newest_invoice)}
          </Link>
        )}
      </td>
      <td className={styles["date"]} data-label={words.changed} title={f.dateTime(seller.updated_at)}>
        {f.ago(seller.updated_at)}
      </td>
    </tr>
  );
}
