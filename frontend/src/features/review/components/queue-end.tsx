/** Behind the last invoice of the queue: what was left, and where to go on. */
import { Link, useNavigate } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useI18n } from "@/lib/i18n/i18n";
import { filterQuery } from "@/lib/invoices/filters";
import { useInvoices } from "@/lib/invoices/list-invoices";
import { useSelected } from "@/lib/store";
import { Button } from "@/lib/ui/button";
import { ConfirmedIcon, InboxIcon } from "@/lib/ui/icons";
import { EmptyState, Skeleton } from "@/lib/ui/states";
import { startingAgain, usePass } from "../queue/pass";
import { queueQuery, type ReviewSearch } from "../search";
import styles from "./queue.module.css";

const FIRST = { page: 1, per_page: 1 };

export function QueueEnd({ search }: { search: ReviewSearch }) {
  const { t } = useI18n();
  const navigate = useNavigate();
  const pass = usePass();
  const skipped = useSelected(pass, (state) => state.skipped);
  const waiting = useInvoices({ ...queueQuery(search), ...FIRST });
  const postponed = useInvoices({
    ...filterQuery(search),
    ...FIRST,
    status: ["waiting_validation"],
    postponed: true,
  });
  const ways = useRef<HTMLDivElement>(null);
  const isKnown = !waiting.isPending;
  useEffect(() => ways.current?.querySelector<HTMLElement>("a, button")?.focus(), [isKnown]);

  const open = (id: number | undefined) => {
    if (id !== undefined)
      void navigate({ to: "/review/$invoiceId", params: { invoiceId: String(id) }, search });
  };
  if (!isKnown) return <Skeleton rows={6} />;
  const left = waiting.data?.total ?? 0;
  const putOff = postponed.data?.total ?? 0;
  return (
    <EmptyState
      icon={left > 0 ? <InboxIcon /> : <ConfirmedIcon />}
      title={left > 0 ? t.review.queue.endTitle : t.review.queue.nothingLeft}
      hint={left > 0 ? t.review.queue.stillWaiting(left) : t.review.queue.nothingLeftHint}
    >
      <div ref={ways} className={styles["ways"]}>
        {skipped.length > 0 && (
          <Button
            variant="primary"
            onClick={() => {
              pass.set(startingAgain(pass.get()));
              open(skipped[0]);
            }}
          >
            {t.review.queue.skipped(skipped.length)}
          </Button>
        )}
        {left > skipped.length && (
          <Button onClick={() => open(waiting.data?.invoices[0]?.id)}>{t.review.queue.fromFirst}</Button>
        )}
        {putOff > 0 && !search.postponed && (
          <Link to="/inbox" search={{ ...search, tab: "waiting_validation", postponed: true, page: 1 }}>
            {t.review.queue.postponed(putOff)}
          </Link>
        )}
        <Link to="/inbox" search={search}>
          {t.review.back}
        </Link>
      </div>
    </EmptyState>
  );
}
