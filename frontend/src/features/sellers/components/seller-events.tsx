import type { SellerEvent } from "@/lib/api/types";
import { useI18n } from "@/lib/i18n/i18n";
import { Panel } from "./panel";
import styles from "./seller.module.css";

/** Who renamed, merged, split or had it forgotten: newest first. */
export function SellerEvents({ events }: { events: readonly SellerEvent[] }) {
  const { t, f } = useI18n();
  const words = t.sellers.events;
  if (events.length === 0) return null;
  return (
    <Panel title={words.title}>
      <ul className={styles["events"]}>
        {/* Several sellers are merged at one moment: only their order tells the events apart. */}
        {events.map((event, at) => (
          <li key={at}>
            {words.types[event.type]}
            <Details data={event.data} />
            <small>
              {words.by(event.actor)} ·{" "}
              <time dateTime={event.created_at}>{f.dateTime(event.created_at)}</time>
            </small>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** What the event names: names before and after, another seller, how many invoices. */
function Details({ data }: { data: SellerEvent["data"] }) {
  const { t, f } = useI18n();
  const { from, to, name, invoices } = data ?? {};
  const parts = [
    typeof from === "string" && typeof to === "string" && t.sellers.events.fromTo(from, to),
    typeof name === "string" && name,
    typeof invoices === "number" && t.sellers.invoices(invoices, f.number(invoices)),
  ].filter(Boolean);
  return parts.length > 0 && <>: {parts.join(", ")}</>;
}
