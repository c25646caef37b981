import { getRouteApi, Link } from "@tanstack/react-router";
import { useEffect } from "react";
import type { Seller } from "@/lib/api/types";
import { useI18n } from "@/lib/i18n/i18n";
import { BackIcon } from "@/lib/ui/icons";
import { ErrorState, Skeleton } from "@/lib/ui/states";
import { useSeller } from "../api/get-seller";
import { Recognised } from "./recognised";
import { RightAsRead } from "./right-as-read";
import { SellerActions } from "./seller-actions";
import { SellerEvents } from "./seller-events";
import { Sources } from "./sources";
import { Usually } from "./usually";
import styles from "./seller.module.css";

const route = getRouteApi("/sellers/$sellerId");

/** What is known of one seller, from which invoices, and what may be done about it. */
export function SellerPage() {
  const { t } = useI18n();
  const { sellerId } = route.useParams();
  const seller = useSeller(Number(sellerId));
  const name = seller.data?.name ?? t.sellers.title;
  useEffect(() => {
    document.title = `${name} · ${t.app.name}`;
  }, [name, t]);
  return (
    <div className={styles["page"]}>
      <Link to="/sellers" className={styles["back"]}>
        <BackIcon aria-hidden />
        {t.sellers.back}
      </Link>
      {seller.data ? (
        <Known key={seller.data.id} seller={seller.data} />
      ) : seller.error ? (
        <ErrorState error={seller.error} onRetry={() => void seller.refetch()} />
      ) : (
        <Skeleton rows={10} />
      )}
    </div>
  );
}

function Known({ seller }: { seller: Seller }) {
  const { t, f } = useI18n();
  const { invoices, lessons } = seller;
  return (
    <>
      <header className={styles["header"]}>
        <h1>{seller.name}</h1>
        <SellerActions seller={seller} />
        <p>
          {[t.sellers.confirmed(invoices, f.number(invoices)), seller.country].filter(Boolean).join(" · ")}
          <span>{t.sellers.read(lessons, f.number(lessons))}</span>
          {seller.is_changing && <span role="status">{t.sellers.changing}</span>}
        </p>
      </header>
      <div className={styles["panels"]}>
        <Recognised keys={seller.keys} />
        <Usually seller={seller} />
        <RightAsRead fields={seller.fields} />
        <Sources seller={seller} />
        <SellerEvents events={seller.events} />
      </div>
    </>
  );
}
