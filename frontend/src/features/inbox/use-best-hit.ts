/** Enter in the search field: the best hit is opened, of this tab or, if it has none, of all. */
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { invoicesQuery } from "@/lib/invoices/list-invoices";
import { inboxSearch, listQuery, type InboxSearch } from "./search";

/** Milliseconds for which the rows on the screen are good enough to open one. */
const FRESH = 5_000;

export function useBestHit(search: InboxSearch): (q: string) => Promise<void> {
  const client = useQueryClient();
  const navigate = useNavigate();
  return async (q) => {
    const best = async (asked: InboxSearch) => {
      const query = { ...listQuery(asked), page: 1, per_page: asked.size };
      return (await client.query({ ...invoicesQuery(query), staleTime: FRESH })).invoices[0];
    };
    const row = (await best({ ...search, q })) ?? (await best({ ...search, q, tab: "all" }));
    if (!row) return;
    await navigate({
      to: "/review/$invoiceId",
      params: { invoiceId: String(row.id) },
      search: inboxSearch({ ...search, q }),
    });
  };
}
